"""`python -m kzrules`."""

from kzrules.cli import main

if __name__ == "__main__":
    main()
