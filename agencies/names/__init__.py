"""Match a printed name to an agency, and split a printed list of agencies into its members.

A pure part of the import: `Register` is what is known (built from the database or from reference data), `Names` is the
register as one province reads it, `Names.split` turns a printed cell into `Mention`s. Nothing is invented: a name
that is not known stays as printed and says so.

Words (`lexicon`, vi.toml) → tokens and keys (`tokens`) → where a name begins (`heads`), where an unknown one ends
(`ends`), which known one stands there (`matcher`) → a cell made ready (`lines`), its members (`splitter`, `several`)
and roles (`roles`), or the offices of a sentence (`prose`).
"""

from agencies.names.known import Entry, Mention
from agencies.names.register import Names, Register
from agencies.names.roles import says_who_helps, split_roles
from agencies.names.tokens import key_of

__all__ = ["Entry", "Mention", "Names", "Register", "key_of", "says_who_helps", "split_roles"]
