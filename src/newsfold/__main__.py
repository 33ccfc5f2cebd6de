"""`python -m newsfold` is `digest`."""

from newsfold.cli import main

if __name__ == "__main__":
    main()
