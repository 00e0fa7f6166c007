"""Abuse: listed words, then phrases without a swear word, then the tone of the whole.

The three speak for themselves in this order. The tone is asked where the others found nothing,
or nothing certain: what a word list says can be repeated to an author, a score cannot.
"""

from collections.abc import Iterable, Iterator

from standup_tui.model.flag import Flag, Severity
from standup_tui.rules import abusive_phrases, tone, wordlist
from standup_tui.rules.subject import Subject
from standup_tui.rules.words import AbusiveWords


class Abuse:
    """All that is known about abuse, with a campaign's own words and exceptions."""

    def __init__(self, words: Iterable[str] = (), allow: Iterable[str] = ()) -> None:
        listed = wordlist.built_in(words, allow)
        self._words = AbusiveWords(listed)
        self._listed = listed.forms
        self._phrases = abusive_phrases.built_in()

    def __call__(self, subject: Subject) -> Iterator[Flag]:
        """Yield every reason found in a post, passage by passage."""
        for passage in subject.passages:
            flags = [*self._words.in_passage(passage), *self._phrases.in_passage(passage)]
            yield from flags
            if not flags:
                # Whatever listed word it holds has been excused.
                yield from tone.abusive(passage, Severity.LOOK, self._listed)
            elif all(flag.severity is Severity.LOOK for flag in flags):
                yield from tone.abusive(passage, Severity.STOP)
