r"""LaTeX formulas as Typst's mathematics, for a small part of LaTeX.

Known are: letters, digits and the usual signs; ``^ _ '``; ``\frac``, ``\binom``, ``\sqrt``;
Greek letters; the operators, relations, arrows and dots of `SYMBOLS`; named functions; accents;
alphabets (``\mathbf`` …); ``\text``; ``\left … \right``; spaces; and the environments ``aligned``,
``align``, ``split``, ``gather``, ``cases`` and the matrices.  Anything else is refused as a whole:
a formula that is half understood would say something else than its author wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .escape import string

_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|[0-9]+(?:\.[0-9]+)?|\s+|.", re.DOTALL)

_GREEK_NAMES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma
    tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
"""
_GREEK = frozenset(_GREEK_NAMES.split())
_FUNCTION_NAMES = """
    arccos arcsin arctan arg cos cosh cot csc deg det dim exp gcd inf ker lg lim liminf limsup ln
    log max min sec sin sinh sup tan tanh
"""
_FUNCTIONS = frozenset(_FUNCTION_NAMES.split())
#: LaTeX's commands for single signs, with the characters they print.
SYMBOLS = {
    "cdot": "⋅", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "star": "⋆",
    "circ": "∘", "bullet": "•", "oplus": "⊕", "otimes": "⊗", "cup": "∪", "cap": "∩",
    "setminus": "∖", "wedge": "∧", "land": "∧", "vee": "∨", "lor": "∨", "neg": "¬", "lnot": "¬",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "ll": "≪", "gg": "≫",
    "equiv": "≡", "approx": "≈", "sim": "∼", "simeq": "≃", "cong": "≅", "propto": "∝",
    "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "supset": "⊃", "subseteq": "⊆",
    "supseteq": "⊇", "mid": "∣", "parallel": "∥", "perp": "⊥", "to": "→", "rightarrow": "→",
    "leftarrow": "←", "gets": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "Leftarrow": "⇐",
    "Leftrightarrow": "⇔", "iff": "⟺", "implies": "⟹", "mapsto": "↦", "sum": "∑", "prod": "∏",
    "int": "∫", "iint": "∬", "oint": "∮", "bigcup": "⋃", "bigcap": "⋂", "infty": "∞",
    "partial": "∂", "nabla": "∇", "forall": "∀", "exists": "∃", "emptyset": "∅", "varnothing": "∅",
    "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "prime": "′",
    "hbar": "ℏ", "ell": "ℓ", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "angle": "∠", "degree": "°",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "vert": "|", "Vert": "‖", "lbrace": "{", "rbrace": "}", "{": "{", "}": "}", "%": "%", "#": "#",
    "&": "&", "_": "_", "$": "$", "|": "‖", "colon": ":", "backslash": "∖",
}  # fmt: skip
# Signs that Typst's mathematics would read as syntax, and as brackets that have to match.
_SYNTAX = frozenset("{}%#&_$|:")
_BRACKETS = frozenset("⟨⟩⌊⌋⌈⌉")
_VARIANTS = {
    "varepsilon": "epsilon", "epsilon": "epsilon.alt", "varphi": "phi", "phi": "phi.alt",
    "vartheta": "theta.alt", "varrho": "rho.alt", "varsigma": "sigma.alt",
}  # fmt: skip
_SPACES = {
    ",": "thin", ":": "med", ">": "med", ";": "thick", " ": "space", "quad": "quad",
    "qquad": "wide", "!": "#h(-0.167em)", "~": "space.nobreak",
}  # fmt: skip
_WRAPPERS = {
    "mathrm": "upright", "mathbf": "bold(upright", "boldsymbol": "bold", "mathit": "italic",
    "mathbb": "bb", "mathcal": "cal", "mathfrak": "frak", "mathsf": "sans", "mathtt": "mono",
    "sqrt": "sqrt", "hat": "hat", "widehat": "hat", "bar": "macron", "overline": "overline",
    "underline": "underline", "vec": "arrow", "dot": "dot", "ddot": "dot.double",
    "tilde": "tilde", "widetilde": "tilde", "operatorname": "op",
}  # fmt: skip
_TEXTS = {"text", "textrm", "mbox", "operatorname"}
_MATRICES = {
    "matrix": "#none", "pmatrix": '"("', "bmatrix": '"["', "Bmatrix": '"{"', "vmatrix": '"|"',
}  # fmt: skip
_ALIGNED = {"aligned", "align", "align*", "split", "gather", "gather*", "gathered", "equation",
            "equation*"}  # fmt: skip


class UnsupportedFormulaError(ValueError):
    """The formula is not in the part of LaTeX that is known; the message says what is not."""


def to_typst(source: str) -> str:
    """Return the body of a Typst formula for the LaTeX formula *source*.

    Raises UnsupportedFormulaError.
    """
    parser = _Parser([token for token in _TOKEN.findall(source) if not token.isspace()], source)
    result = parser.sequence(set())
    if parser.position < len(parser.tokens):
        message = f"unexpected {parser.tokens[parser.position]!r}"
        raise UnsupportedFormulaError(message)
    return result


@dataclass(slots=True)
class _Parser:
    tokens: list[str]
    source: str
    position: int = 0

    def peek(self) -> str | None:
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def take(self) -> str:
        token = self.peek()
        if token is None:
            message = "unexpected end"
            raise UnsupportedFormulaError(message)
        self.position += 1
        return token

    def expect(self, wanted: str) -> None:
        found = self.take()
        if found != wanted:
            message = f"{wanted!r} expected, {found!r} found"
            raise UnsupportedFormulaError(message)

    def sequence(self, ends: set[str], *, cells: bool = False) -> str:
        """Return everything up to one of *ends*, which stays; & and line ends only in *cells*."""
        parts: list[str] = []
        attached = ""
        while (token := self.peek()) is not None and token not in ends:
            if token in {"^", "_", "'"}:
                if token in attached or (token != "_" and "^" in attached):
                    message = f"a second {token!r} at one sign"
                    raise UnsupportedFormulaError(message)
                self.take()
                base = parts.pop() if parts else '""'
                # A prime may follow a prime, or go before a subscript.
                attached += "" if token == "'" else token
                parts.append(f"{base}'" if token == "'" else f"{base}{token}({self.group()})")
                continue
            attached = ""
            if token == "&" and cells:
                self.take()
                parts.append("&")
            elif token == "\\\\" and cells:
                self.take()
                parts.append("\\\n")
            else:
                parts.append(self.atom())
        return " ".join(parts)

    def group(self) -> str:
        """Return one argument: a group in braces, or a single sign."""
        if self.peek() == "{":
            self.take()
            inner = self.sequence({"}"})
            self.expect("}")
            return inner or '""'
        return self.atom()

    def raw_group(self) -> str:
        r"""Return the words of a group in braces: ``\text{…}``; its spaces come from the source."""
        self.expect("{")
        words: list[str] = []
        while (token := self.take()) != "}":
            if token == "{" or token.startswith("\\"):
                message = f"{token!r} within text"
                raise UnsupportedFormulaError(message)
            words.append(token)
        # The tokens have lost their spaces: find the same letters in the source.
        pattern = r"\{(\s*" + r"\s*".join(re.escape(char) for char in "".join(words)) + r"\s*)\}"
        found = re.search(pattern, self.source)
        return re.sub(r"\s+", " ", found[1]) if found else "".join(words)

    def atom(self) -> str:
        """Return one sign, group or command."""
        token = self.take()
        if token == "{":
            inner = self.sequence({"}"})
            self.expect("}")
            return inner or '""'
        if token.startswith("\\"):
            return self.command(token[1:])
        if token in {"&", "}", "$", "#", "%", "^", "_"}:
            message = f"unexpected {token!r}"
            raise UnsupportedFormulaError(message)
        if token == "~":
            return "space.nobreak"
        if token.isalnum():
            return token if token[0].isdigit() or len(token) == 1 else string(token)
        if token in "+-=<>*!":
            return {"*": "∗", "!": "\\!"}.get(token, token)
        # Brackets and slashes would group or make fractions.
        return f"\\{token}" if token in '()[]|/,;:.?"`@' else string(token)

    def command(self, name: str) -> str:
        """Return what the command *name* is, with its arguments."""
        if name in _TEXTS and self.peek() == "{":
            words = string(self.raw_group())
            return f"op({words})" if name == "operatorname" else words
        if name in {"frac", "dfrac", "tfrac", "binom"}:
            first, second = self.group(), self.group()
            return f"{'binom' if name == 'binom' else 'frac'}({first}, {second})"
        if name == "sqrt" and self.peek() == "[":
            self.take()
            degree = self.sequence({"]"})
            self.expect("]")
            return f"root({degree}, {self.group()})"
        if name in _WRAPPERS:
            function = _WRAPPERS[name]
            return f"{function}({self.group()}" + ")" * (1 + function.count("("))
        if name in _VARIANTS:
            return _VARIANTS[name]
        if name in _GREEK or name in _FUNCTIONS:
            return name
        if name in SYMBOLS:
            sign = SYMBOLS[name]
            return string(sign) if sign in _SYNTAX else f"\\{sign}" if sign in _BRACKETS else sign
        if name in _SPACES:
            return _SPACES[name]
        if name == "left":
            left = self.delimiter()
            inner = self.sequence({"\\right"})
            self.expect("\\right")
            return f"lr({left} {inner} {self.delimiter()})"
        if name == "begin":
            return self.environment()
        if name in {"displaystyle", "limits", "nolimits", "nonumber", "notag"}:
            return '""'
        message = f"the command \\{name}"
        raise UnsupportedFormulaError(message)

    def delimiter(self) -> str:
        r"""Return the sign after ``\left`` or ``\right``; a dot is none."""
        token = self.take()
        if token == ".":
            return '""'
        if token.startswith("\\"):
            sign = SYMBOLS.get(token[1:])
            if sign is None:
                message = f"the delimiter {token}"
                raise UnsupportedFormulaError(message)
            return f"\\{sign}"
        if token in "()[]|/":
            return f"\\{token}"
        message = f"the delimiter {token}"
        raise UnsupportedFormulaError(message)

    def environment(self) -> str:
        """Return an environment; its rows and cells become Typst's."""
        self.expect("{")
        name = ""
        while (token := self.take()) != "}":
            name += token
        if name in _ALIGNED:
            body = self.sequence({"\\end"}, cells=True)
        elif name in _MATRICES or name == "cases":
            rows = [[self.sequence({"\\end", "&", "\\\\"})]]
            while self.peek() in {"&", "\\\\"}:
                if self.take() == "\\\\":
                    rows.append([])
                rows[-1].append(self.sequence({"\\end", "&", "\\\\"}))
            if rows[-1] == [""]:
                rows.pop()
            if name == "cases":
                body = "cases(" + ", ".join(" & quad ".join(row) for row in rows) + ")"
            else:
                cells = "; ".join(", ".join(cell or '""' for cell in row) for row in rows)
                body = f"mat(delim: {_MATRICES[name]}, {cells})"
        else:
            message = f"the environment {name}"
            raise UnsupportedFormulaError(message)
        self.take()
        self.expect("{")
        closing = ""
        while (token := self.take()) != "}":
            closing += token
        if closing != name:
            message = f"\\begin{{{name}}} closed by \\end{{{closing}}}"
            raise UnsupportedFormulaError(message)
        return body
