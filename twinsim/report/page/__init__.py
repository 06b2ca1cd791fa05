"""`report.html`: one self-contained page of a results folder, and its tables as files.

Every number of the page, of `tables/` and of `tables.xlsx` is made once, as a
:class:`~twinsim.report.page.table.Table`, from the folder's Parquet files. The page loads nothing
and runs nothing: figures are inline SVG, a policy in its head forbids the rest.
"""

from twinsim.report.page.write import Written, write_report

__all__ = ["Written", "write_report"]
