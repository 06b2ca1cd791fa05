"""What `twinsim new` writes: a folder in which each file explains itself."""

from twinsim.starter.folder import Starter, starter, write

__all__ = ["Starter", "starter", "write"]
