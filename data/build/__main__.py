"""`python -m data.build`: the command line, as the file `territoires` runs it."""

from data.build.cli import main

main(prog_name="territoires")
