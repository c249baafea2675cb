"""The command line, as the file `territoires` runs it: that of the data, and the sheets that the pages draw."""

from components.press.command import sheets
from data.build.cli import main

main.add_command(sheets)

if __name__ == "__main__":
    main(prog_name="territoires")
