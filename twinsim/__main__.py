"""`python -m twinsim` is the command `twinsim`."""

from twinsim.cli import main

if __name__ == "__main__":
    main()
