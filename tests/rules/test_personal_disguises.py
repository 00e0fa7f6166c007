"""Personal data as people write it: parted, spelled and told in odd ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging import judged, marked
from standup_tui.model.flag import Kind, Severity

PHONES = [
    "tel:07700900123",
    "mob07700900123",
    "07700_900_123",
    "07700/900/123",
    "07700*900*123",
    "07700 \u00b7 900 \u00b7 123",
    "07700 - 900 - 123",
    "07700, 900, 123",
    "077 009 00123",
    "07 700 900123",
    "0-7-7-0-0-9-0-0-1-2-3",
    "O77OO 9OO l23",
    "o77oo 9oo i23",
    "[07700] 900 123",
    "+44.7700.900.123",
    "0044 (0) 7700 900123",
    "07700\u27a1\ufe0f900\u27a1\ufe0f123",
    "oh seven seven double oh nine hundred one two three",
    "oh-seven-seven-oh-oh, nine hundred and one two three",
    "o double seven double o, nine double o, one twenty three",
    "07700 nine hundred one two three",
]
NHS_NUMBERS = [
    "nhs9434765919",
    "943.476.5919",
    "943_476_5919",
    "943/476/5919",
    "943, 476, 5919",
    "943  476  5919",
    "(943) 476-5919",
    "9434-7659-19",
    "9434765 919",
    "94347 65919",
    "9 4 3 4 7 6 5 9 1 9",
    "943 476 59I9",
    "nine four three, four seven six, five nine one nine",
    "patient no 94 34 76 59 19",
]
INSURANCE = [
    "AB:12:34:56:C",
    "AB.12.34.56.C",
    "AB/12/34/56/C",
    "AB 123 456 C",
    "A B 1 2 3 4 5 6 C",
    "AB I2 34 56 C",
    "ab 12 34 56 c",
    "NINOAB123456C",
    "NI no. AB 12 34 56",
    "AB one two three four five six C",
]
POSTCODES = [
    "NR2.7QQ",
    "NR2_7QQ",
    "NR2/7QQ",
    "nr2 7-qq",
    "NR2 (7QQ)",
    "NR 2 7QQ",
    "NR2 7 QQ",
    "NR27 QQ",
    "N.R.2.7.Q.Q",
    "N R 2 7 Q Q",
    "n-r-2-7-q-q",
    "n r two seven q q",
    "n r two seven double q",
    "st three seven w l",
    "NR2 OQQ",
    "NR2l 7QQ",
    "postcodeNR27QQ",
]
EMAILS = [
    "jo.fen(a)fenfamily.org",
    "jo.fen [at] fenfamily [dot] org [dot] uk",
    "jo.fen{at}gmail{dot}com",
    "jo(dot)fen(at)sky(dot)com",
    "jo.fen @ outlook.com",
    "jo.fen@ gmail . com",
    "jo.fen@gmail,com",
    "jo.fen at gmail.com",
    "jo underscore fen at yahoo dot co dot uk",
    "jo.fen\uff20gmail\uff0ecom",
    "j o . f e n @ g m a i l . c o m",
    "jo.fen@example.com",
    "JO_FEN@BTOPENWORLD.COM",
    "jo-fen-at-aol-dot-com",
    "jo.fen1979 at hotmail",
]
BIRTHS = [
    "d-o-b 12.03.2014",
    "D O B 12/03/2014",
    "d/o/b 12/03/14",
    "dob-12/03/2014",
    "dob12/03/2014",
    "DoB 12 . 03 . 2014",
    "dob is 12 / 03 / 2014",
    "D.O.B 12-Mar-2014",
    "d.o.b.12th/March/2014",
    "DOB was given as 12.3.14",
    "DOB I2/O3/2014",
    "DOB the twelfth of March two thousand and fourteen",
    "DOB twelfth of the third two thousand and fourteen",
    "b.12/03/2014",
    "(b. 12 Mar 2014)",
    "born twelfth o' March 1941",
    "born Christmas Day 1941",
    "born the twelfth of March nineteen forty-one",
    "her birthday \u2014 12th March 1941 \u2014 and",
    "date of birth? 12.3.1941",
    "12/03/1941, that is his date of birth",
]
ADDRESSES = [
    "12, Acacia Grove",
    "#12 Acacia Bank",
    "house 12, Acacia Walk",
    "number 12 on Acacia Row",
    "no 12 acacia close",
    "2/5 Acacia Terrace",
    "12-14 Acacia Road",
    "12b Acacia Rd",
    "Flat 2B, 47 Acacia Gate",
    "Apartment 4, Acacia Court",
    "at 12 The Acacias after",
    "lives at the Acacias 12",
    "Acacia St (the odd side, 13)",
    "lives on Acacia Road, 12",
    "Acacia Avenue, number 12",
    "lives sixty two Acacia Avenue",
    "at twelve Acacia Avenue",
    "12 Acacia Bridge Road",
]
CHILDREN = [
    "Niamh Brennock, who's 6",
    "Niamh Brennock whos only six",
    "niamh brennock shes 6",
    "Niamh Brennock (he's 6)",
    "Niamh Brennock is 12",
    "Niamh Brennock, turning 10",
    "Niamh Brennock has just turned 6",
    "Niamh Brennock (2\u00bd)",
    "Niamh Brennock, 6 and a half",
    "Niamh Brennock, 18 months",
    "Niamh Brennock, eight weeks old",
    "wee Niamh Brennock, nearly 4",
    "Niamh Brennock (yr 9, 13)",
    "Niamh Brennock (4yo)",
    "Niamh Brennock - age 6",
    "Niamh Brennock, age six",
    "Niamh 'Bug' Brennock, 16",
    'Niamh "Bug" Brennock, 16',
    "NIAMH BRENNOCK AGED 15",
    "Zdzisia Brennock-Lowe is 6 and her mum",
    "Adaeze Okwu, 9, and her brother",
    "Yusuf al-Karim, 7",
    "Sofia de la Cruz, 7",
    "12 yr old pupil Niamh Brennock",
    "6 year old Zdzisia Marczek",
]
CASES = [
    "LCS 2048817",
    "LCS ID: 2 048 817",
    "ref no L.C.S 20 48 817",
    "mosaic no: 20 48 81 7",
    "Mosaic ID 2048817",
    "CareFirst P2048817",
    "Eclipse 2048817",
    "Athena ref. 20-4881-26",
    "Niche NW/20488/26",
    "marac 26-0488",
    "CAD 2048/17MAR",
    "log 412 of 3rd March",
    "incident no 412-030326",
    "crime no 42/0098817/25",
    "FD22P-00417",
    "FD 22 P 00417",
    "B4 . 25P . 00417",
    "EH/926/24/00417",
    "COP 13974170",
    "COP 1397417T",
    "Home Office ref H2204817",
    "HO ref. H2204817",
    "CMS 120455678891",
    "Prisoner no. A4417ZZ",
    "stage 2 complaint CYP/26/0417",
    "your reference CYP-26-0417",
    "EHCP ref 20417",
    "LGSCO 26 004 171",
]
SORTS = [
    *(("personal.phone", it) for it in PHONES),
    *(("personal.nhs", it) for it in NHS_NUMBERS),
    *(("personal.ni", it) for it in INSURANCE),
    *(("personal.postcode", it) for it in POSTCODES),
    *(("personal.email", it) for it in EMAILS),
    *(("personal.dob", it) for it in BIRTHS),
    *(("personal.address", it) for it in ADDRESSES),
    *(("personal.child", it) for it in CHILDREN),
    *(("personal.case", it) for it in CASES),
]
HARMLESS = [
    "meet at 07:30, 08.15 or 09:00 - 11",
    "open 01:15 - 02:30, 3:45 and 04:10",
    "scores so far: 10 12 13 14 15 and 943 476 5918",
    "ISBN 943 476 5919",
    "the meter reads 943-476-5919",
    "dummy patient 943 476 5919 on the training system",
    "8 2 1 4 7 were the winning balls",
    "SELLING two tickets, CALLING all foster carers",
    "m100 gd",
    "E4 2pm or so 2 4 us is fine",
    "I got S5 4 us and E17 8 of them",
    "late @ work. me too",
    "read it at care-rights dot org",
    "tea @ cafe.co before the march",
    "mail your.name@example.com or the.press.office@wensumvale.gov.uk",
    "write to childrens.services@wensumvale.gov.uk",
    "the act came in on 14 Oct 1991, before half of you were born",
    "the lunch club's birthday: founded 5 July 1948",
    "birthday cake on 12/03/2026, all welcome",
    "number plates on Acacia Road were taken, 5 cars",
    "at 8 The One Show has a social worker on",
    "lost to the Lions 3",
    "Acacia Street 5 July, street party",
    "closed: Acacia Road 9-11 each day",
    "one curry house and two tea rooms",
    "Acacia Chase (16 June)",
    "Wensum Rovers (9), Yare United, 3",
    "Tracy Beaker was 10 and in care",
    "Moira Tranter is 52, Cllr Alma Finch, 9 years in",
    "Dr Alma Finch (5) of the panel",
    "Alma Finch is two weeks into her job",
    "Alma Finch is one of us",
    "votes: Alma Finch: 2, 094",
    "lcs 8.12.5 is out, mosaic 2026 too",
    "FOI 88123 and our energy bill ref 6686511",
    "award 204417, scheme number 1148827, consultation ref ASC-CP-0926",
    "Care Act 2014, reg 44, s.17, article 8",
    "Windows 11 24H2, iOS 18.4.1, CO2 4ppm, WW2 4th Battalion",
]


@pytest.mark.parametrize(("rule", "written"), SORTS)
def test_a_disguise_stops_a_post_and_is_marked_as_written(rule: str, written: str) -> None:
    text = f"Please share: {written} \U0001f64f thanks"
    flags = {flag.rule: flag for flag in judged(text) if flag.kind is Kind.PERSONAL}

    assert rule in flags
    assert flags[rule].severity is Severity.STOP
    assert sum(map(len, marked(text, flags[rule]))) >= min(len(written) / 2, 6)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_resembles_a_disguise_passes(text: str) -> None:
    assert [flag.reason for flag in judged(text) if flag.kind is Kind.PERSONAL] == []


_SEPARATORS = st.sampled_from(
    ["", " ", "  ", ".", "-", "_", "/", ":", ", ", "*", " \u00b7 ", " - "]
)
_WORDS = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@given(digits=st.from_regex(r"07[0-9]{9}", fullmatch=True), gap=_SEPARATORS)
def test_any_separator_parts_a_mobile_number(digits: str, gap: str) -> None:
    number = gap.join((digits[:5], digits[5:8], digits[8:]))

    assert "personal.phone" in {flag.rule for flag in judged(f"ring {number} today")}


@given(digits=st.from_regex(r"07[0-9]{9}", fullmatch=True), gap=st.sampled_from([" ", "-", ", "]))
def test_a_mobile_number_in_words_is_marked_from_its_first_word_to_its_last(
    digits: str, gap: str
) -> None:
    spoken = gap.join(_WORDS[int(digit)] for digit in digits)
    text = f"ring {spoken} today"
    flags = {flag.rule: flag for flag in judged(text)}

    if len(set(spoken.split(gap))) > 2:
        assert marked(text, flags["personal.phone"]) == [spoken]


@given(gaps=st.lists(_SEPARATORS.filter(lambda gap: len(gap) < 3), min_size=4, max_size=4))
def test_any_separators_part_a_national_insurance_number(gaps: list[str]) -> None:
    number = "AB" + "".join(
        gap + part for gap, part in zip(gaps, ("12", "34", "56", "C"), strict=True)
    )

    assert "personal.ni" in {flag.rule for flag in judged(f"it is {number} on the letter")}
