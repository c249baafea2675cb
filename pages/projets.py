"""The inventory, line by line: search, sort, map of the rows, exports, the source of each, a way to correct it."""

from components.figures import figure, project_list
from components.maps import project_map
from components.views.projets import correction
from components.visit import address, navigation, page_environment
from components.visit.visit import Visit

navigation.through_router()
visit = Visit.current()
page_environment.title_for_readers("Projets")
selection = address.current()
rows = project_list.sorted_rows(visit.matching(selection), selection.dataset)
described = project_list.described(rows, selection)
with figure.block(described):
    project_list.draw(rows, selection.dataset)
    figure.downloads(described)
project_map.draw(visit.project_table()[["code_insee"]].iloc[rows], selection.dataset)
correction.draw(visit.project_table()[["id_projet", "source_id"]].iloc[rows])
