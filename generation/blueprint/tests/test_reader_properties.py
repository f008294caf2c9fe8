"""Whatever is typed, the reader refuses it by name or gives a plan that holds together."""

from __future__ import annotations

import random

import pytest
import yaml

from generation.blueprint.lexicon import tables
from generation.blueprint.reader import DescriptionError, read
from generation.blueprint.validation import validate
from generation.blueprint.words.domains import all_domains
from tests.proving import spread

ALPHABETS = (
    "abcdefghijklmnñopqrstuvwxyzáéíóú ",
    "aeioursnlc ,.;:()y\n-",
    "ABC abc 019 _-*/\\{}[]<>\"'`$%&@#",
    "日本語中文한국어ελληνικάрусский العربية ",
    "🙂🎉‍a b\u200b\u202e\u0301\u00ad é",
)


def salad_words() -> list[str]:
    words = [word for tag in tables("words")["tags"].values() for word in tag]
    words += [word for name in ("person", "thing", "event", "money", "text", "group") for word in tables("nouns")[name]]
    words += [phrase for entry in tables("wishes") for phrase in entry["words"]]
    words += [
        word for kind in ("text", "long_text", "integer", "money", "date", "choice") for word in tables("fields")[kind]
    ]
    words += [" ".join(phrase) for domain in all_domains() for phrase in sorted(domain.strong)]
    words += [
        "class",
        "import",
        "id",
        "pk",
        "objects",
        "user",
        "group",
        "order",
        "None",
        "owner",
        "save",
        "Meta",
        "admin",
    ]
    return [str(word) for word in words] + [",", ".", ":", "(", ")", "\n- ", "\n", "/", '"']


@pytest.mark.parametrize("seed", spread(range(40), lambda seed: seed < 12))
def test_word_salad_gives_a_valid_plan(seed: int) -> None:
    rng = random.Random(seed)
    words = salad_words()
    for _ in range(10):
        text = " ".join(rng.choice(words) for _ in range(rng.randint(1, 60)))
        try:
            blueprint = read(text)
        except DescriptionError:
            continue
        assert validate(blueprint) == []


@pytest.mark.parametrize("seed", spread(range(20), lambda seed: seed < 6))
def test_garbage_is_refused_or_planned(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(10):
        alphabet = rng.choice(ALPHABETS)
        text = "".join(rng.choice(alphabet) for _ in range(rng.randint(1, 400)))
        try:
            blueprint = read(text, name="".join(rng.choice(alphabet) for _ in range(10)))
        except DescriptionError:
            continue
        assert validate(blueprint) == []


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("domain", all_domains(), ids=lambda domain: domain.ident)
def test_every_domain_gives_a_valid_plan_in_both_languages(domain, language) -> None:
    everything = ", ".join(entity.labels[language][1] for entity in domain.entities.values())
    phrase = " ".join(max(domain.strong, key=lambda words: (len(words), words)))
    for text in (phrase, f"{phrase}: {everything}"):
        blueprint = read(text, language=language)
        assert validate(blueprint) == []
        assert blueprint.language == language


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("domain", all_domains(), ids=lambda domain: domain.ident)
def test_every_domain_is_complete_in_both_languages(domain, language) -> None:
    assert domain.titles[language]
    assert domain.purposes[language]
    for entity in domain.entities.values():
        rows = entity.seed[language]
        assert len(rows) >= 2, entity.ident
        assert all(len(row) == len(entity.fields) for row in rows), (entity.ident, rows)
        idents = {field.ident for field in entity.fields}
        assert {entity.display, *entity.search, *entity.filters} <= idents, entity.ident
        assert {field.target for field in entity.fields if field.target} <= set(domain.entities)


def test_every_lexicon_file_is_plain_yaml(lexicon_files) -> None:
    assert len(lexicon_files) > 20
    for path in lexicon_files:
        assert yaml.safe_load(path.read_text(encoding="utf-8")), path


def test_a_long_description_is_read_in_reasonable_time() -> None:
    text = ("Cada cliente tiene pedidos con fecha, total y estado (nuevo, pagado). " * 140)[:10_000]
    assert {"Cliente", "Pedido"} <= {entity.name for entity in read(text).entities}
