"""A formula as cells: one more reader of the allow-listed tree, beside `exact`, `words`, `units` and `symbolic`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from fractions import Fraction

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.formula import Formula
from kzrules.values import Mode
from kzrules.words import words
from kzrules.workbook.cells import ONE, UNKNOWN, ZERO, Call, Cell, Clean, Num, Op, Sign, Txt, call, chosen, equal, number
from kzrules.workbook.frame import Frame, Known, Mark, guarded, lack
from kzrules.workbook.plan import Form

_ARITHMETIC: dict[type, Sign] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARED: dict[type, Sign] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=", ast.NotEq: "<>"}
NOISE = 10  # places kept before a comparison or a rounding: a double carries more, but its last digits are noise


def rounding(cell: Cell, places: int, mode: Mode) -> Cell:
    """A number rounded; the noise of doubles is cut off first."""
    clean = Clean(cell, max(NOISE, places + 2))
    match mode:
        case "half_up":
            return call("ROUND", clean, number(places))
        case "down":
            return call("ROUNDDOWN", clean, number(places))
        case "half_even":
            return _half_even(clean, places)


def _half_even(clean: Cell, places: int) -> Cell:
    """Halves go to the even neighbour: ROUND takes them away from zero, which is one too far when that neighbour is odd."""
    scaled: Cell = Clean(Op("*", call("ABS", clean), number(10**places)), max(NOISE - places, 2))
    half = equal(Op("-", scaled, call("INT", scaled)), Num(Fraction(1, 2)))
    even = equal(call("INT", Op("/", scaled, number(2))), Op("/", call("INT", scaled), number(2)))
    return chosen(call("AND", half, even), call("ROUNDDOWN", clean, number(places)), call("ROUND", clean, number(places)))


class FormulaCells:
    """Reads one formula in one frame; conditions inside it become steps of their own."""

    def __init__(self, formula: Formula, frame: Frame, look: Callable[[str, Frame], Known], rule: str) -> None:
        self.formula = formula
        self.frame = frame
        self.look = look
        self.rule = rule

    def value(self, node: ast.expr | None = None) -> Known:
        """The whole value of a node."""
        node = self.formula.tree if node is None else node
        match node:
            case ast.Constant(value=Fraction() as figure):
                return Known(Num(figure))
            case ast.Constant(value=str() as code):
                return Known(Txt(code), "text")
            case ast.Name(id=name):
                return self.look(name, self.frame)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self._if(self._atom(test), self._atom(body), self._atom(orelse))
            case ast.BoolOp(op=op, values=values):
                return self._bool(op, [self._atom(v) for v in values])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                known = self._atom(operand)
                cell = chosen(call("ISNUMBER", known.cell), Op("-", ONE, known.cell), lack([known]))
                return Known(cell, "yes_no", known.marks and frozenset(["n/a"]))
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                return self._compare(left, ops, comparators)
            case ast.Call(func=ast.Name(id="applicable"), args=[arg]):
                known = self._atom(arg)
                there = chosen(equal(known.cell, Txt("n/a")), ZERO, ONE)
                return Known(chosen(equal(known.cell, UNKNOWN), UNKNOWN, there), "yes_no")
            case _:
                leaves: list[Known] = []
                return guarded(leaves, self._raw(node, leaves))

    def said(self, node: ast.expr | None = None) -> str:
        """The node in words."""
        return words(node or self.formula.tree, lambda name: self.frame.sheet.shown(name, self.frame), self.frame.sheet.lang)

    def _atom(self, node: ast.expr) -> Known:
        return self.frame.atom(self.value(node), self.said(node))

    def _raw(self, node: ast.expr, leaves: list[Known]) -> Cell:
        """Arithmetic without its guard; what it needs to be numbers is noted in `leaves`."""
        match node:
            case ast.Constant(value=Fraction() as figure):
                return Num(figure)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return Op(_ARITHMETIC[type(op)], self._raw(left, leaves), self._raw(right, leaves))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Op("-", ZERO, self._raw(operand, leaves))
            case ast.Call(func=ast.Name(id=name), args=args) if name != "applicable":
                return self._call(name, args, leaves)
            case ast.Name() | ast.IfExp() | ast.BoolOp() | ast.Compare() | ast.UnaryOp() | ast.Call():
                known = self._atom(node)
                leaves.append(known)
                return known.cell
            case _:
                raise self._strange(type(node).__name__)

    def _call(self, name: str, args: list[ast.expr], leaves: list[Known]) -> Cell:
        match name:
            case "abs" | "max" | "min":
                return Call({"abs": "ABS", "max": "MAX", "min": "MIN"}[name], tuple(self._raw(a, leaves) for a in args))  # type: ignore[arg-type]
            case "percent":
                return Op("/", Op("*", self._raw(args[0], leaves), number(100)), self._raw(args[1], leaves))
            case "share":
                return Op("/", self._raw(args[0], leaves), self._raw(args[1], leaves))
            case "round_half_up":
                places = args[1].value if isinstance(args[1], ast.Constant) else None
                assert isinstance(places, Fraction)
                return rounding(self._raw(args[0], leaves), int(places), "half_up")
            case _:
                raise self._strange(name)

    def _if(self, test: Known, then: Known, otherwise: Known) -> Known:
        form: Form = "text" if "text" in (then.form, otherwise.form) else then.form
        marks: frozenset[Mark] = then.marks | otherwise.marks
        if test.marks:
            marks |= {"n/a"}
        inner = chosen(equal(test.cell, ONE), then.cell, otherwise.cell)
        return Known(chosen(call("ISNUMBER", test.cell), inner, lack([test])), form, marks)

    def _bool(self, op: ast.boolop, found: list[Known]) -> Known:
        """Settled as soon as one part settles it, whatever else is unknown."""
        settles = ONE if isinstance(op, ast.Or) else ZERO
        other = ZERO if isinstance(op, ast.Or) else ONE
        cells = [known.cell for known in found]
        all_known = equal(call("COUNT", *cells), number(len(cells)))
        cell = chosen(call("OR", *(equal(c, settles) for c in cells)), settles, chosen(all_known, other, lack(found)))
        return Known(cell, "yes_no", frozenset(["n/a"]) if any(k.marks for k in found) else frozenset())

    def _compare(self, left: ast.expr, ops: list[ast.cmpop], comparators: list[ast.expr]) -> Known:
        """A chain stops at its first link that does not hold."""
        nodes = [left, *comparators]
        links = [self._link(nodes[i], op, nodes[i + 1]) for i, op in enumerate(ops)]
        whole = links[-1]
        for link in reversed(links[:-1]):
            first = self.frame.atom(link, self.said())
            rest = self.frame.atom(whole, self.said())
            whole = Known(chosen(equal(first.cell, ONE), rest.cell, first.cell), "yes_no", first.marks | rest.marks)
        return whole

    def _link(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Known:
        sign = _COMPARED[type(op)]
        if self._is_text(left) or self._is_text(right):
            sides = [self._atom(left), self._atom(right)]
            open_ = [side for side in sides if not isinstance(side.cell, Txt)]
            marks: frozenset[Mark] = frozenset(mark for side in open_ for mark in side.marks)
            cell = chosen(Op(sign, sides[0].cell, sides[1].cell), ONE, ZERO)
            for mark in sorted(marks):
                cell = chosen(call("OR", *(equal(side.cell, Txt(mark)) for side in open_)), Txt("n/a"), cell)
            unknown = call("OR", *(equal(side.cell, UNKNOWN) for side in open_))
            return Known(chosen(unknown, UNKNOWN, cell), "yes_no", frozenset(["n/a"]) if marks else frozenset())
        leaves: list[Known] = []
        one, other = self._raw(left, leaves), self._raw(right, leaves)
        simple = not isinstance(one, Op | Call) and not isinstance(other, Op | Call)
        test = Op(sign, one, other) if simple else Op(sign, Clean(Op("-", one, other), NOISE), ZERO)
        known = guarded(leaves, chosen(test, ONE, ZERO))
        return Known(known.cell, "yes_no", known.marks)

    def _is_text(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str)
        return isinstance(node, ast.Name) and self.look(node.id, self.frame).form == "text"

    def _strange(self, what: str) -> Faults:
        return Faults([Diagnostic("KZ890", self.formula.place, {"what": what, "rule": self.rule})])
