"""The inventory, line by line: search, sort, map of the rows, exports, the source of each, a way to correct it."""

from components import address, correction_form, figure, navigation, page_environment, project_list, project_map, store
from data import query

navigation.through_router()
page_environment.title_for_readers("Projets")
selection = address.current()
rows = query.matching(store.projects(), selection)
projects = project_list.sorted_rows(store.project_table().iloc[rows], selection.dataset)
project_list.draw(projects, selection.dataset)
figure.downloads(project_list.described(projects, selection))
project_map.draw(projects, selection.dataset)
correction_form.draw(projects)
