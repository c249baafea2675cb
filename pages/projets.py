"""The inventory, line by line: search, sort, map of the rows, exports, the source of each, a way to correct it."""

from components.figures import figure, project_list
from components.maps import project_map
from components.views.projets import correction
from components.visit import address, navigation, page_environment
from components.visit.visit import Visit
from data.query import aggregation

navigation.through_router()
visit = Visit.current()
page_environment.title_for_readers("Projets")
selection = address.current()
rows = aggregation.matching(visit.projects(), selection)
projects = project_list.sorted_rows(visit.project_table().iloc[rows], selection.dataset)
described = project_list.described(projects, selection)
with figure.block(described):
    project_list.draw(projects, selection.dataset)
    figure.downloads(described)
project_map.draw(projects, selection.dataset)
correction.draw(projects)
