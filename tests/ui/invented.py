"""Invented posts for the screens: nobody real says anything here."""

from datetime import datetime, timedelta
from typing import Any

from standup_tui.model.entry import Decision, Entry, Moderator
from standup_tui.model.flag import Flag, Kind, Severity, Span
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import Author, AuthorId, Media, Post, PostId, Reference, ReferenceKind
from standup_tui.model.text import clean, clean_line

PEOPLE = (
    ("Asha Rowe", "asha_rowe_sw"),
    ("Raj Patel", "rajsw"),
    ("Wensum Vale Social Work", "WensumValeSW"),
    ("Sam Carter", "samc_wv"),
    ("Małgorzata Nowak", "gosia_nowak"),
    ("Tom B 🌻", "tomb_mentalhealth"),
    ("Dr Ifeoma Eze", "ifeoma_eze"),
    ("Lowri", "lowri_cymraes"),
)
TEXTS = (
    "First visit of the day. Helped a family ask for what they are entitled to. #StandUp4SW",
    "Written to my MP today about caseloads. Three minutes well spent. #StandUp4SW",
    "Team meeting, then court, then a chat with a dad who is doing brilliantly. #StandUp4SW",
    "Reminder that a good supervisor is worth their weight in tea. #StandUp4SW",
    "Dziś wizyta u rodziny, która mieszka tu od roku. Dobra praca! #StandUp4SW",
    "Why are they all on their phones in working hours? Somebody pays for that. #StandUp4SW",
    "Shared the article with my whole team. Please read it.\n\n#StandUp4SW",
    "Bore da! Diwrnod prysur, ond gwerth chweil. #StandUp4SW",
    "Student social worker here: week three of placement and still smiling. #StandUp4SW 😊",
)
POSTCODE = "On my way to 14 Mill Lane WV9 4HX, mum and two boys. Wish me luck #StandUp4SW"


def entry(number: int, at: datetime, text: str | None = None, **more: Any) -> Entry:
    """Return an invented entry; the higher its number, the newer it is."""
    name, handle = more.pop("who", PEOPLE[number % len(PEOPLE)])
    standing = more.pop("standing", None) or Standing(more.pop("status", Status.WAITING))
    kept = {
        key: more.pop(key) for key in ("flags", "roster", "last", "act", "tags") if key in more
    }
    author = Author(AuthorId(f"x:{handle}"), clean_line(handle), clean_line(name),
                    datetime(2014, 3, 1, tzinfo=at.tzinfo), 1_204)  # fmt: skip
    post = Post(
        PostId(f"x:{number}"),
        author,
        clean(TEXTS[number % len(TEXTS)] if text is None else text),
        at,
        clean_line(f"https://x.com/{handle}/status/{number}"),
        **more,
    )
    return Entry(1, post, standing, **kept)


def series(count: int, now: datetime, first: int = 1, step: float = 20.0) -> list[Entry]:
    """Return entries of a day, oldest first."""
    return [
        entry(number, now - timedelta(seconds=step * (first + count - number)))
        for number in range(first, first + count)
    ]


def flagged(number: int, at: datetime, **more: Any) -> Entry:
    """Return an entry that names an address."""
    start = POSTCODE.index("WV9")
    flag = Flag(Kind.PERSONAL, "postcode", Severity.STOP, "a full postcode: WV9 4HX",
                (Span(start, start + 7),))  # fmt: skip
    return entry(number, at, POSTCODE, status=Status.FLAGGED, flags=(flag,), **more)


def a_day(now: datetime, by: Moderator) -> list[Entry]:
    """Return a little of everything a pane can show."""
    seconds = timedelta(seconds=1)
    posts = series(40, now - 60 * seconds, step=45)
    shown = Standing(Status.SHOWN, 2)
    last = Decision(1, "approve", by, now, "waiting", "shown")
    posts += [
        entry(100, now - 3000 * seconds, "Our teams are tweeting through their working day. "
              "Ask us anything. #StandUp4SW", who=PEOPLE[2], roster=True,
              standing=Standing(Status.SHOWN, 3, pin=1), last=last),
        entry(101, now - 40 * seconds, standing=shown, last=last, media=(
            Media(clean_line("photo"), clean_line("A whiteboard that says: ask, listen, act")),)),
        entry(102, now - 34 * seconds, "Agree with every word. #StandUp4SW", references=(
            Reference(ReferenceKind.REPLY, PostId("x:1"), posts[0].post.author),)),
        entry(103, now - 25 * seconds, "This. #StandUp4SW", references=(
            Reference(ReferenceKind.QUOTE, PostId("x:1"), posts[0].post.author,
                      clean("First visit of the day. Helped a family ask for what they are "
                            "entitled to. #StandUp4SW")),)),
        entry(104, now - 70 * seconds, standing=Standing(Status.SHOWN, 3, starred=True),
              last=last, roster=True, who=PEOPLE[0]),
        flagged(110, now - 80 * seconds, who=PEOPLE[3]),
        entry(111, now - 200 * seconds, "you people are a disgrace, all of you #StandUp4SW",
              status=Status.FLAGGED, who=("someone", "x_9912"), flags=(
                  Flag(Kind.ABUSE, "words", Severity.LOOK, "“disgrace” about people",
                       (Span(17, 25),)),)),
    ]  # fmt: skip
    return posts
