"""The rule language of filtered stream and recent search, as far as this product needs it.

Syntax and the split into standalone and conjunction-required operators follow X's "Build a
rule"; the wording of refusals follows answers of the live API that are quoted in public.
"""

import re
from dataclasses import dataclass
from typing import Final

STANDALONE: Final = frozenset({"from", "to", "retweets_of", "conversation_id", "url"})
DEPENDENT: Final = {
    "is": frozenset({"retweet", "reply", "quote", "verified", "nullcast"}),
    "has": frozenset({"hashtags", "links", "mentions", "media", "images", "cashtags"}),
    "lang": None,
}
"""Operators that need a standalone one beside them, and the values they know; None: any."""
STOPWORDS: Final = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or"}
    | {"the", "to", "with"}
)
"""Words that select nothing by themselves. X publishes no list; these few are certain."""

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<bracket>[()])
      | (?P<minus>-)?(?:
            (?P<phrase>"(?:[^"\\]|\\.)*")(?:~(?P<near>\d+))?
          | (?P<operator>[a-z_]+):(?P<value>"[^"]*"|[^\s()"]+)
          | (?P<mark>[#@$\uff03])(?P<name>[\w\u00b7]+)
          | (?P<word>[^\s()":#@$-][^\s()":]*)
        )
    )""",
    re.VERBOSE,
)


class QueryError(ValueError):
    """A rule that X refuses; `details` holds one sentence for each fault."""

    def __init__(self, *details: str) -> None:
        super().__init__(", ".join(details))
        self.details = list(details)


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; kind is an operator's name, or hashtag, mention, cashtag, phrase, word."""

    kind: str
    value: str
    negated: bool = False
    near: int = 0
    """For a phrase: how many other words may stand between its words; 0 is exact."""
    position: int = 1


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts hold."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts holds."""

    parts: tuple["Query", ...]


Query = Term | Every | Either


def parse(text: str, *, longest: int) -> Query:
    """Read a rule of at most so many characters.

    Raises:
        QueryError: X would refuse it.
    """
    if len(text) > longest:
        raise QueryError(f"Rules must be less than {longest + 1} characters")
    reader = _Reader(text)
    query = reader.alternatives()
    reader.expect_end()
    _check_selective(query)
    return query


class _Reader:
    """A recursive descent over the tokens of one rule."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def alternatives(self) -> Query:
        """Read what OR joins."""
        parts = [self.sequence()]
        while self._take_or():
            parts.append(self.sequence())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def sequence(self) -> Query:
        """Read what stands side by side; it binds tighter than OR."""
        parts: list[Query] = []
        while (token := self._peek()) is not None:
            if token["bracket"] == ")" or token["word"] == "OR":
                break
            parts.append(self._group() if token["bracket"] else self._term())
        if not parts:
            raise self._stuck()
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def expect_end(self) -> None:
        """Refuse what is left over."""
        if self._peek() is not None:
            rest = self._text[self._at :].lstrip()
            raise QueryError(f"missing EOF at '{rest[0]}' (at position {self._position()})")

    def _group(self) -> Query:
        self._next()
        inner = self.alternatives()
        token = self._peek()
        if token is None or token["bracket"] != ")":
            raise self._stuck()
        self._next()
        return inner

    def _term(self) -> Term:
        position = self._position()
        token = self._next()
        negated = token["minus"] is not None
        if token["phrase"]:
            value = re.sub(r"\\(.)", r"\1", token["phrase"][1:-1])
            return Term("phrase", value, negated, int(token["near"] or 0), position)
        if token["operator"]:
            value = token["value"].strip('"')
            _check_operator(token["operator"], value, position)
            return Term(token["operator"], value, negated, position=position)
        if token["mark"]:
            kind = {"@": "mention", "$": "cashtag"}.get(token["mark"], "hashtag")
            return Term(kind, token["name"], negated, position=position)
        _check_word(token["word"], position)
        return Term("word", token["word"], negated, position=position)

    def _take_or(self) -> bool:
        token = self._peek()
        if token is None or token["word"] != "OR" or token["minus"]:
            return False
        self._next()
        return True

    def _peek(self) -> re.Match[str] | None:
        if not self._text[self._at :].strip():
            return None
        if (token := _TOKEN.match(self._text, self._at)) is None:
            raise self._stuck()
        return token

    def _next(self) -> re.Match[str]:
        token = self._peek()
        if token is None:
            raise self._stuck()
        self._at = token.end()
        return token

    def _position(self) -> int:
        rest = self._text[self._at :]
        return self._at + len(rest) - len(rest.lstrip()) + 1

    def _stuck(self) -> QueryError:
        rest = self._text[self._at :].lstrip()
        found = rest[0] if rest else "<EOF>"
        return QueryError(
            f"no viable alternative at character '{found}' (at position {self._position()})"
        )


def _check_operator(name: str, value: str, position: int) -> None:
    if name in STANDALONE:
        return
    known = DEPENDENT.get(name, frozenset())
    if known is not None and value not in known:
        raise QueryError(
            f"Reference to invalid operator '{name}:{value}'. Operator is not available in "
            f"current product or product packaging. (at position {position})"
        )


def _check_word(word: str, position: int) -> None:
    if word.lower() in {"and", "or"}:
        use = "a space" if word.lower() == "and" else "OR"
        raise QueryError(
            f"Ambiguous use of {word.lower()} as a keyword. Use {use} to logically join two "
            f'clauses, or "{word.lower()}" to find occurrences of {word.lower()} in text '
            f"(at position {position})"
        )


def terms(query: Query) -> list[Term]:
    """Return every condition of a rule, left to right."""
    if isinstance(query, Term):
        return [query]
    return [term for part in query.parts for term in terms(part)]


def selective(query: Query) -> bool:
    """Tell whether every way to satisfy a rule goes through a standalone condition."""
    match query:
        case Every(parts):
            return any(map(selective, parts))
        case Either(parts):
            return all(map(selective, parts))
        case Term(kind, value, negated):
            stop = kind == "word" and value.casefold() in STOPWORDS
            return not negated and kind not in DEPENDENT and not stop


def _check_selective(query: Query) -> None:
    if selective(query):
        return
    positive = [term for term in terms(query) if not term.negated]
    dependent = [term for term in positive if term.kind in DEPENDENT]
    if dependent:
        raise QueryError(
            "is/has/lang cannot be used as a standalone operator "
            f"(at position {dependent[0].position})"
        )
    details = ["Rules must contain at least one positive, non-stopword clause (at position 1)"]
    if not positive:
        details.insert(0, "Rules must contain a non-negation term (at position 1)")
    raise QueryError(*details)
