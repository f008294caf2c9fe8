"""Numbers that follow from others: "importe = horas × tarifa", lines that make a total, tax on a subtotal.

Reads what the text works out and what everybody expects of such fields; writes formulas into the drafts. A number
that nothing explains stays one that people enter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.drafts.names import class_name, field_name, words_of
from generation.blueprint.kinds.written_formulas import written_formulas
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.words.inflection import Language, fold, singular

NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY)
LONGEST_TEXT = 10_000


def note_totals(drafts: list[EntityDraft], text: str, language: Language) -> None:
    """Give the drafts their formulas, and orders that name several priced things their lines."""
    for draft in list(drafts):
        _lines_for(draft, drafts, language)
    _as_written(drafts, text, language)
    for draft in drafts:
        _amount(draft, drafts, language)
    for draft in drafts:
        _total(draft, drafts, _rates(text), language)


def _is(field: FieldDraft, what: str) -> bool:
    """Whether the label begins or ends with a word of that kind."""
    words, known = words_of(field.label), tables("totals")[what]
    return bool(words) and (words[0] in known or words[-1] in known)


def _is_total(field: FieldDraft) -> bool:
    """ "Total", "importe total", "amount due"; no "total budget"."""
    if field.type is not FieldType.MONEY or field.formula:
        return False
    words, known = words_of(field.label), tables("totals")
    return any(word in known["total"] for word in words) and all(
        word in known["total"] or word in known["beside"] for word in words
    )


# --- what the text says -----------------------------------------------------------------------------------------------


def _as_written(drafts: list[EntityDraft], text: str, language: Language) -> None:
    """A formula of the text whose names are numbers of one thing."""
    for written in written_formulas(text[:LONGEST_TEXT], language):
        for draft in drafts:
            names = {name: _meant(draft, said, language) for name, said in written.expression.names.items()}
            if any(field is None for field in names.values()):
                continue
            target = _meant(draft, written.label, language) if written.label else None
            target = target or next((field for field in draft.fields if _is_total(field)), None)
            if target is None or target in names.values():
                continue
            target.formula = _renamed(written.expression.formula, names)
            break


def _meant(draft: EntityDraft, said: str, language: Language) -> FieldDraft | None:
    """The number of a thing that words of the text name: "las horas" is "Horas trabajadas"."""
    wanted = [singular(word, language) for word in words_of(said)]
    for field in draft.fields:
        own = [singular(word, language) for word in words_of(field.label)]
        if field.type in NUMBERS and wanted and (wanted == own[: len(wanted)] or wanted == own):
            return field
    return None


def _renamed(formula: str, names: dict[str, FieldDraft | None]) -> str:
    """The formula in the names of the fields."""
    known = {name: field.name for name, field in names.items() if field is not None}
    return re.sub(r"[a-z_]\w*", lambda match: known.get(match.group(), match.group()), formula)


def _rates(text: str) -> dict[str, str]:
    """ "IVA 21 %", "16% de IVA": percentages that the text gives, by the folded word."""
    known = tables("totals")
    words = "|".join([*known["added"], *known["withheld"]])
    number = r"(\d{1,2}(?:[.,]\d{1,2})?)\s?%"
    found: dict[str, str] = {}
    plain = fold(text[:LONGEST_TEXT])
    for match in re.finditer(rf"\b({words})\b[^\d.;\n]{{0,12}}{number}|{number}\s?(?:de |del |of )?({words})\b", plain):
        word, rate = (match.group(1), match.group(2)) if match.group(1) else (match.group(4), match.group(3))
        found.setdefault(word, rate.replace(",", "."))
    return found


# --- what everybody expects -------------------------------------------------------------------------------------------


def _amount(draft: EntityDraft, drafts: list[EntityDraft], language: Language) -> None:
    """Quantity by price is the amount; a line without one gets it."""
    quantity = next((f for f in draft.fields if f.type in NUMBERS[:2] and _is(f, "quantity") and not f.formula), None)
    rates = [f for f in draft.fields if f.type in (FieldType.MONEY, FieldType.DECIMAL) and f is not quantity]
    price = next((f for f in rates if _is(f, "price") and not f.formula), None)
    if quantity is None or price is None or _is(quantity, "price"):
        return
    others = [f for f in draft.fields if f.type is FieldType.MONEY and f is not price]
    if any(field.formula for field in others):
        return
    amount = next((field for field in others if _is(field, "amount")), None)
    if amount is None:
        if not _is_line(draft, drafts):
            return
        amount = _new(draft, tables("totals")["amount_label"][language], FieldType.MONEY, language)
    amount.formula = f"{quantity.name} * {price.name}"


def _is_line(draft: EntityDraft, drafts: list[EntityDraft]) -> bool:
    """A row of something with a total, or called a line."""
    called = bool(set(words_of(draft.one)) & set(tables("totals")["lines"]))
    owners = [other for other in drafts if any(f.target == other.class_name and f.required for f in draft.fields)]
    return bool(owners) and (called or any(_is_total(field) for owner in owners for field in owner.fields))


def _is_order(draft: EntityDraft) -> bool:
    return bool(set(words_of(draft.one)[:1]) & set(tables("totals")["orders"]))


def _total(draft: EntityDraft, drafts: list[EntityDraft], rates: dict[str, str], language: Language) -> None:
    """What the lines, the tax and the discounts come to; an order with lines has a total, whether it says so or not."""
    total = next((field for field in draft.fields if _is_total(field)), None)
    lines = next(_sums(draft, drafts), "")
    if total is not None and total.template and lines and rates and _is_order(draft):
        draft.fields.remove(total)  # nobody wrote it, and the text knows of a tax
        total = None
    if total is None and lines and _is_order(draft):
        total = _with_total(draft, rates, language)
    if total is None:
        return
    base = next((f for f in draft.fields if f.type in NUMBERS and _is(f, "base") and f is not total), None)
    if base is not None and lines and not base.formula:
        base.formula = lines
    start = base.name if base is not None else lines
    if not start:
        return
    terms = [start, *_terms(draft, start, rates)]
    if base is not None and len(terms) == 1 and not lines:
        return  # a subtotal of which nothing is said
    total.formula = " ".join(terms)


def _with_total(draft: EntityDraft, rates: dict[str, str], language: Language) -> FieldDraft:
    """A total, with a subtotal and the taxes whose rates the text gives."""
    known = tables("totals")
    missing = [word for word in rates if not any(word in words_of(field.label) for field in draft.fields)]
    if missing:
        _new(draft, "Subtotal", FieldType.MONEY, language)
    for word in missing:
        label = word.upper() if len(word) <= len("itbis") else word.capitalize()
        if word in known["added"] or word in known["withheld"]:
            _new(draft, label, FieldType.MONEY, language)
    return _new(draft, known["line"][language]["total"], FieldType.MONEY, language)


def _sums(draft: EntityDraft, drafts: list[EntityDraft]) -> Iterator[str]:
    """The sum of each kind of row that belongs to the draft and has an amount that is worked out."""
    for other in drafts:
        links = [f for f in other.fields if f.type is FieldType.RELATION and f.target == draft.class_name]
        amount = next((f for f in other.fields if f.formula and f.type is FieldType.MONEY), None)
        if len(links) == 1 and links[0].required and amount is not None and "sum(" not in amount.formula:
            yield f"sum({other.class_name}.{amount.name})"


def _terms(draft: EntityDraft, start: str, rates: dict[str, str]) -> Iterator[str]:
    """What is added to the base and taken from it: an amount of money, or a percentage of the base."""
    for field in draft.fields:
        sign = "+" if _is(field, "added") else "-" if _is(field, "withheld") else ""
        if not sign or field.type not in NUMBERS or field.formula:
            continue
        rate = next((rates[word] for word in words_of(field.label) if word in rates), "")
        if field.type is FieldType.MONEY and rate:
            field.formula = f"{start} * {rate} / 100"
        yield f"{sign} {field.name}" if field.type is FieldType.MONEY else f"{sign} {start} * {field.name} / 100"


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines_for(draft: EntityDraft, drafts: list[EntityDraft], language: Language) -> None:
    """An order that names several things with a price has lines: how many of which, and at what price."""
    if not _is_order(draft):
        return
    item = _ordered(draft, drafts)
    price = _price(item)
    if item is None or price is None:
        return
    for one, other in ((draft, item), (item, draft)):
        one.fields = [field for field in one.fields if field.target != other.class_name]
    words = tables("totals")["line"][language]
    within = draft.one[:1].lower() + draft.one[1:] if language == "es" else draft.one
    one_line, many = (words[key].format(order=within) for key in ("one", "many"))
    taken = {other.class_name for other in drafts}
    line = EntityDraft(
        fold(one_line), class_name(one_line, taken, language), one_line, many, [], draft.access, False,
        owned=draft.owned, position=draft.position, levels=dict(draft.levels),
    )  # fmt: skip
    line.fields = [
        FieldDraft(item.one, FieldType.RELATION, target=item.class_name),
        FieldDraft(draft.one, FieldType.RELATION, target=draft.class_name),
        FieldDraft(words["quantity"], FieldType.INTEGER),
        FieldDraft(words["price"], FieldType.MONEY, required=False),
    ]
    _name(line.fields, language)
    line.fields[3].taken_from = f"{line.fields[0].name}.{price.name}"
    drafts.insert(drafts.index(draft) + 1, line)
    if not any(_is_total(field) for field in draft.fields):
        _new(draft, words["total"], FieldType.MONEY, language)


def _ordered(draft: EntityDraft, drafts: list[EntityDraft]) -> EntityDraft | None:
    """The thing of which an order names several: it points to many, or they were read as belonging to it."""
    by_name = {other.class_name: other for other in drafts}
    several = (by_name.get(f.target or "") for f in draft.fields if f.type is FieldType.RELATIONS)
    hanging = (
        other
        for other in drafts
        if not set(words_of(other.one)) & set(tables("totals")["lines"])
        and any(f.target == draft.class_name and f.type is FieldType.RELATION for f in other.fields)
        and not any(f.type in NUMBERS[:2] and _is(f, "quantity") for f in other.fields)
    )
    return next((item for item in (*several, *hanging) if _price(item) is not None), None)


def _price(item: EntityDraft | None) -> FieldDraft | None:
    fields = item.fields if item else []
    return next((f for f in fields if f.type is FieldType.MONEY and f.required and _is(f, "price")), None)


def _new(draft: EntityDraft, label: str, kind: FieldType, language: Language) -> FieldDraft:
    field = FieldDraft(label, kind)
    field.name = field_name(label, {other.name for other in draft.fields}, language)
    draft.fields.append(field)
    return field


def _name(fields: Iterable[FieldDraft], language: Language) -> None:
    taken: set[str] = set()
    for field in fields:
        field.name = field_name(field.label, taken, language)
        taken.add(field.name)
