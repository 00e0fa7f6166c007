"""Abusive words are found however they are written, and innocent words are left alone."""

import pytest

from judging import judged, marked, said
from standup_tui.model.flag import Kind, Severity
from standup_tui.rules.engine import Rules, RuleSettings

INNOCENT = [
    "Training in Scunthorpe, then a visit in Penistone and Clitheroe",
    "Sussex and Essex teams, Arsenal on the radio, an assessment class at noon",
    "Blue tits on the feeder outside the contact centre, made a little boy's day",
    "Mrs Bird at 91 knows every great tit by its song",
    "Spotted dick and custard at the day centre, thank you",
    "Moby Dick read aloud to nine pensioners",
    "Dick Whittington panto with the care leavers, oh yes it was",
    "A vase of pussy willow on the reception desk",
    "Jam tart or treacle tart? The duty team is divided",
    "Walked along Offa's Dyke with the young carers",
    "New smartwatches for the falls team; saltwater and shiitake for lunch",
    "Support for a boy with spastic diplegia, his mum is a hero",
    "Fire retardant sofas delivered to three families",
    "A chink of light in the curtain and the whole ward smiled",
    "Mr Shittu and Mrs Wankowska have been foster carers for sixty years, in Shitterton",
    "Greetings from our twins in #Pakistan and from Twattbrook Lane",
    "Damn, what a day. Hell of a caseload, bloody printer, traffic sucks, crap coffee",
    "This policy is wrong, the cuts are a disgrace and nobody listens to frontline staff",
    "The hoe and rake are back in the allotment shed",
    "Hen and cock pheasant on the way to a home visit",
    "Cock and bull story in the paper about social work again",
    "A git commit for the case system, finally",
    "A b c d e f g, sang the whole nursery",
    "Widow twankey at the panto, nightwatch and streetwatch after, meltwater everywhere",
    "#PushItForward #FinishIt #SmashIt #CrashItTogether",
    "An idiotic policy and a moronic form, and I said so",
    "Visits all over KY5 and TW47, photographed with a 50D",
    "Class 4B, room A55, order T1-55901 and the A5 to Wolverhampton",
    "Visit 1: f.a.m.i.l.y first, always",
    "Five stars ***** for the foster carers, 10*10",
    "Read it at http://wankfest.example/shit?x=fuck or @cuntface_bot said so",
    "Shop at twat.co.uk they said; mail arse@example.org",
    "Flowers from a Mr H**** who would rather stay a star",
    "E-mail, t-shirts, co-op, x-rays: a mixed day",
    "Привет всем, отличная работа",
    "社会工作者日快乐",
]

ABUSIVE = [
    ("Social workers are wankers", "wankers"),
    ("what a twat", "twat"),
    ("You absolute BELLEND.", "BELLEND"),
    ("off you fuck, the lot of you", "fuck"),
    ("fuckwits everywhere", "fuckwits"),
    ("it's bullshit", "bullshit"),
    ("#fuckthecouncil", "fuckthecouncil"),
    ("go away,bastards,now", "bastards"),
    ("why don't you just kill yourself", "kill yourself"),
    ("bunch of child snatchers", "child snatchers"),
    ("\u201cshit\u201d he said", "shit"),
]

DISGUISED = [
    ("total w4nker", "w4nker"),
    ("you 5h1t", "5h1t"),
    ("b!tch", "b!tch"),
    ("what the f**k", "f**k"),
    ("sh*t show", "sh*t"),
    ("sh#t", "sh#t"),
    ("utter b******s", "b******s"),
    ("f*** this", "f***"),
    ("shiiiiit", "shiiiiit"),
    ("s h i t", "s h i t"),
    ("you are a c.u.n.t", "c.u.n.t"),
    ("t-w-a-t-s all", "t-w-a-t-s"),
    ("he is a s l a g u know", "s l a g"),
]

FOLDED = [
    ("ѕһіt", "ѕһіt"),
    ("what a twàt", "twàt"),
    ("𝐛𝐢𝐭𝐜𝐡 please", "𝐛𝐢𝐭𝐜𝐡"),
    ("ⓦⓐⓝⓚⓔⓡ", "ⓦⓐⓝⓚⓔⓡ"),
    ("you c\u0301u\u0302n\u0308t!", "c\u0301u\u0302n\u0308t"),
]


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_posts_pass(text: str) -> None:
    assert judged(text) == ()


@pytest.mark.parametrize(("text", "word"), ABUSIVE + DISGUISED + FOLDED)
def test_abuse_is_flagged_with_the_very_letters_of_the_post(text: str, word: str) -> None:
    (flag,) = judged(text)

    assert flag.kind is Kind.ABUSE
    assert marked(text, flag) == [word]
    assert word in flag.reason


@pytest.mark.parametrize(("text", "word"), DISGUISED)
def test_a_disguise_is_named_in_the_reason(text: str, word: str) -> None:
    (flag,) = judged(text)

    assert flag.reason == f"abusive word, written to disguise it: {word}"
    assert flag.rule == "abuse.word.disguised"


def test_slurs_and_the_strongest_words_stop_and_others_ask_for_a_look() -> None:
    assert [flag.severity for flag in judged("what a wanker")] == [Severity.STOP]
    assert [flag.severity for flag in judged("what a pillock")] == [Severity.LOOK]


def test_one_flag_sums_up_all_plain_words_of_a_post() -> None:
    text = "wanker, prick and wanker again"
    (flag,) = judged(text)

    assert flag.reason == "abusive words: wanker, prick"
    assert marked(text, flag) == ["wanker", "prick", "wanker"]


def test_an_excuse_for_one_word_excuses_no_other() -> None:
    (flag,) = judged("blue tits on the feeder and a prick at the door")

    assert flag.reason == "abusive word: prick"


def test_names_and_picture_descriptions_are_judged_and_named() -> None:
    reasons = [
        flag.reason for flag in judged("Lovely day", name="Total Wanker", alt="a sh*t sign")
    ]

    assert reasons == [
        "abusive word in the author's name: Wanker",
        "abusive word in the picture's description, written to disguise it: sh*t",
    ]
    assert all(flag.spans == () for flag in judged("Lovely day", name="Total Wanker"))


def test_a_campaign_adds_words_and_phrases_of_its_own() -> None:
    rules = Rules(RuleSettings(words=("Crèche", "ghost caseload", "Op-Ed4")))
    reasons = [
        flag.reason
        for text in ("CRECHE cuts", "a  ghost caseload again", "the op-ed4 thing", "nothing here")
        for flag in rules.judge(said(text))
    ]

    assert reasons == [
        "word on the campaign's list: CRECHE",
        "word on the campaign's list: ghost caseload",
        "word on the campaign's list: op-ed4",
    ]


def test_a_campaign_allows_words() -> None:
    rules = Rules(RuleSettings(allow=("Pillock", "Twatt")))

    assert rules.judge(said("Greetings from Twatt, you old pillock")) == ()
    assert rules.judge(said("you twat")) != ()


def test_a_long_run_without_spaces_hides_nothing_plain() -> None:
    assert judged("work/" * 20 + "wanker") != ()
