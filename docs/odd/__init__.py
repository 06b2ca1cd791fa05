"""Tables of the ODD document, read from the registry and from the source of the model.

`source` finds functions in the package's syntax trees, `terms` what a rule does with its
arguments, `rules` describes every rule, `flow` follows state through the stages of the month into
them; `entries` joins flow and evidence. The other modules write the tables.
"""
