"""The words of the day: what people write who are there for its subject."""

from typing import Final


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


GREETS: Final = _words(
    "happy proud thank thanks congratulations congrats welcome hello morning evening well done "
    "love loved wishes luck brilliant amazing inspiring wonderful respect grateful hi hey "
    "diolch bore da"
)
OF_THE_DAY: Final = GREETS | _words(
    "social worker workers work care caring carer carers caseload child children family families "
    "team teams colleagues practice practitioner foster fostering adoption adults support "
    "supporting supervision visit visits safeguarding council local authority asye amhp asw "
    "service services profession student students placement community young people campaign "
    "standup family families mum dad mam nan grandma grandad son daughter baby kids school "
    "assessment assessments referral court hearing tribunal caseloads kinship befriender "
    "advocate advocacy residents resident hospital ward hub office manager director payslip "
    "hospice charity stall food bank parcel parcels housing homeless benefits disability "
    "autism autistic dementia mental health wellbeing crisis helpline nhs nurse nurses police "
    "teacher teachers minister mp mps funding cuts pay strike union respite youth teenager lad "
    "refuge abuse neglect leavers learners umbrella kettle lanyard biscuits cake brew cuppa"
)
"""In plain small letters; a post that has none of them is about something else."""
