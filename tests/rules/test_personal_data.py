"""The UK set of personal data stops a post; what only looks like it passes."""

import pytest

from judging import RULES, judged, marked, said
from standup_tui.model.flag import Kind, Severity
from timing import within

PHONES = [
    "07700 900123",
    "07700900123",
    "07700-900-123",
    "07700.900.123",
    "077 00 90 01 23",
    "0 7 7 0 0 9 0 0 1 2 3",
    "(07700) 900123",
    "+44 7700 900123",
    "+44 (0)7700 900123",
    "00447700900123",
    "0113 496 0123",
    "(0113) 496 0123",
    "020 7946 0123",
    "01632 96012",
    "+353 86 123 4567",
    "O7700 900123",
    "oh seven seven double oh nine double oh one two three",
    "zero seven seven zero zero, nine zero zero, one two three",
    "07700 nine zero zero one two three",
    "\uff10\uff17\uff17\uff10\uff10 \uff19\uff10\uff10\uff11\uff12\uff13",
]
EMAILS = [
    "jo.fen@example-family.uk",
    "Jo.Fen+nhs@gmail.com",
    "jo_fen @ gmail.com",
    "jo.fen(at)gmail.com",
    "jo-fen[at]gmail[dot]com",
    "jo dot fen at gmail dot com",
    "jofen99 at yahoo dot co dot uk",
    "jofen99 at gmail",
]
NHS_NUMBERS = ["943 476 5919", "943-476-5919", "9434765919", "999 000 0018"]
INSURANCE = ["AB123456C", "AB 12 34 56 C", "ab123456c", "AB12 34 56C", "JG-10-37-59-A"]
BIRTHS = [
    "dob 12/03/2014",
    "DOB: 12.3.14",
    "D.O.B 2014-03-12",
    "d.o.b. 12 03 2014",
    "DOB 120314",
    "date of birth 12 March 2014",
    "Date of Birth: 12th of March, 2014",
    "born on the 12th of March 2014",
    "born March 3rd, 1999",
    "bday 12-03-2014",
    "birth date 12 Mar 14",
]
ADDRESSES = [
    "12 Acacia Avenue",
    "12a Acacia Ave",
    "Flat 3, 12 Acacia Road",
    "flat 3 12 acacia rd",
    "7 St John's Road",
    "14 Old Mill Lane",
    "number 22 Fenner Street",
    "Flat 12, Elgar House",
    "10-12 Harrow Close",
]
CHILDREN = [
    "Niamh Brennock (6)",
    "Niamh Brennock, 6",
    "Niamh Brennock, aged six",
    "Niamh Brennock aged 6",
    "Niamh Brennock who is 6",
    "niamh brennock, 6 yrs",
    "6 year old Niamh Brennock",
    "6yo Niamh Brennock",
    "6-year-old girl called Niamh Brennock",
    "Zdzisia Brennock-Lowe, 6 years old",
    "NIAMH BRENNOCK, 6",
]
CASES = [
    "case ref 2023/851331",
    "Case Ref: ASC815174",
    "case number 950480",
    "our ref CSC-782611",
    "crime ref 42/12345/24",
    "crime reference number 1234567",
    "police log 884 of 11/01/20",
    "CAD 1234 of 12/05/24",
    "social care number 868642",
    "Liquidlogic ID 1648121",
    "Mosaic no. 93908",
    "FD20P67960",
    "case no. ZE23C75535",
]
SORTS = [
    *(("personal.phone", "a phone number", it) for it in PHONES),
    *(("personal.email", "an e-mail address", it) for it in EMAILS),
    *(("personal.nhs", "an NHS number", it) for it in NHS_NUMBERS),
    *(("personal.ni", "a National Insurance number", it) for it in INSURANCE),
    *(("personal.dob", "a date of birth", it) for it in BIRTHS),
    *(("personal.address", "a street address", it) for it in ADDRESSES),
    *(("personal.child", "a child's name and age", it) for it in CHILDREN),
    *(("personal.case", "a case or crime reference", it) for it in CASES),
]
HARMLESS = [
    "Ring 116 123, 111, 101, 0800 1111 or 0345 606 0660",
    "Our helpline is 0113 496 0000, day and night",
    "out of hours: to reach the team ring 01632 960142",
    "bingo numbers: 07 08 09 10 11 12",
    "8905 1926 4608 6270 says the raffle",
    "0071 2064 3165 8440 says the raffle",
    "from 01/02/2024 to 03/04/2024",
    "order no 07700900123 arrived",
    "press@wensumvale.gov.uk for the media, info@wensumvale.gov.uk for the rest",
    "read it at wensumvale.gov.uk",
    "find me at @jo@social.example",
    "late @ work again @team",
    "bed 4, 943 476 5918, is waiting",  # the last digit is wrong
    "9434765919 views already",
    "ISBN 0306406152",
    "asset tag 9434765919",
    "QQ123456C is on every form",
    "GB123456A of the glucose sweets and lot AB123456A",
    "invoice AB123456C",
    "DF123456A",
    "be at 12 34 56 a",
    "Our service was born on 5 July 1948",
    "Octavia, born 3 December 1838",
    "born in May, born in the 70s, born in 2006",
    "DOB field still mandatory",
    "7 roads lead to Rome, a 3 way handover, a 10 minute walk",
    "24 Hour Road closed and 3 Mile Lane",
    "10 Downing Street",
    "WE CAN GO 2 MY HOUSE",
    "12 Family Court hearings - 4 Supreme Court",
    "Stall on the High Street til 3",
    "2 Axis Bank officers",
    "Level 7 car park bay 372",
    "Tom Fenner, 41, and Moira Tranter, 38 years in social work",
    "Denise Vance, 9 years in social work",
    "Sarah Fenner, 15 yrs in the team",
    "Chelsea Ladies, 3 points",
    "a boy, 5, drew me",
    "my 6 year old and two 7yos",
    "Liberal Group, 3 seats",
    "caseload is 29, case 4 closed, case law update",
    "[2022] EWFC 47 and Re B (2013) EWCA Civ 171",
    "job ref 123456, ticket #35296207, order 555-4813418",
    "incident number INC0012345 with the printer",
    "case C-413/99 in Luxembourg",
    "watch youtu.be/007AB0140C and https://t.co/77SW1A2AA",
    "IP 192.168.149.205, v8.12.5, 53.2392, -2.2122",
]


@pytest.mark.parametrize(("rule", "what", "written"), SORTS)
@pytest.mark.parametrize("around", ["about {}", "Heard today: {} \U0001f64f #StandUp4SW"])
def test_each_sort_stops_a_post_and_is_named_as_written(
    rule: str, what: str, written: str, around: str
) -> None:
    text = around.format(written)
    flags = {flag.rule: flag for flag in judged(text) if flag.kind is Kind.PERSONAL}

    assert list(flags) == [rule]
    assert flags[rule].severity is Severity.STOP
    assert flags[rule].reason.startswith(f"{what}: ")
    (place,) = marked(text, flags[rule])
    assert place in flags[rule].reason
    assert len(place) >= len(written) / 2


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_personal_data_passes(text: str) -> None:
    assert [flag.reason for flag in judged(text) if flag.kind is Kind.PERSONAL] == []


def test_two_sorts_are_two_flags_and_two_places_of_one_sort_are_one() -> None:
    first, second = judged("ring 07700 900123 or 07700 900456, dob 12/03/2014")

    assert first.reason == "a date of birth: dob 12/03/2014"
    assert second.reason == "phone numbers: 07700 900123, 07700 900456"
    assert len(second.spans) == 2


def test_digits_around_a_number_do_not_hide_it() -> None:
    (flag,) = judged("flat 3 07700 900123 5 kids")

    assert flag.reason == "a phone number: 07700 900123"


def test_a_place_in_the_address_of_a_map_is_found_and_other_links_are_not_read() -> None:
    (flag,) = judged("https://maps.example.com/?q=NR2+7QQ")

    assert flag.reason == "a full postcode: NR2+7QQ"
    assert judged("https://example.com/NR27QQ/07700900123") == ()


def test_a_picture_that_shows_an_address_is_found() -> None:
    (flag,) = judged("Lovely walk", alt="A door, 12 Acacia Avenue")

    assert flag.reason == "a street address in the picture's description: 12 Acacia Avenue"
    assert flag.spans == ()


def test_a_wall_of_numbers_is_one_short_reason() -> None:
    (flag,) = judged(" and ".join(f"07700 {at:06}" for at in range(900_000, 900_040)))

    assert len(flag.spans) == 20
    assert flag.reason.endswith(", …")
    assert flag.reason.count("07700") == 5


@pytest.mark.uncounted
@pytest.mark.parametrize(
    "text",
    [
        "1 " * 12_000,
        "0 7 9 1 1 " * 2_400,
        "07700 " * 4_000,
        "+44" * 8_000,
        "(" * 24_000,
        "six " * 6_000,
        "oh seven " * 2_500,
        "a@" * 12_000,
        "a.b@c." * 4_000,
        "a at a dot " * 2_200,
        "1 aa bb " * 3_000,
        "1 a road " * 2_700,
        "flat 1 " * 3_500,
        "6 year old " * 2_200,
        "Niamh Brennock, 6 " * 1_300,
        "case ref " * 2_600,
        "ref no a.b.c. " * 1_700,
        "n r 2 " * 4_000,
        "0o" * 12_000,
        "Acacia Road (" * 1_800 + "1",
        "twenty double two " * 1_300,
        "jo(at)" * 4_000,
        "j o @ g . " * 2_400,
        "dob 1/1/ " * 2_600,
        "a.co/" * 5_000,
    ],
)
def test_no_text_keeps_the_rules_busy(text: str) -> None:
    post = said(text)

    assert all(len(flag.reason) < 1_000 for flag in RULES.judge(post))
    assert within(0.5, lambda: RULES.judge(post))
