"""The command line, as the file `territoires` runs it: that of the data, and the sheets that the pages draw."""

from components.press.command import sheets
from data.build.cli import main
from data.build.sums_command import sums
from data.build.table_command import table

main.add_command(sheets)
main.add_command(sums)
main.add_command(table)

if __name__ == "__main__":
    main(prog_name="territoires")
