"""Set-up and navigation. What a page shows is in its own file, run last by the menu."""

from components.frame import boundary, dataset_choice, footer, memory, top
from components.levels import filter_bar
from components.visit import address, navigation, page_environment, store

page_environment.set_up()
with boundary.in_french():
    address.follow(store.vocabulary)
    entry, page = navigation.menu()
    page_environment.name_page(entry.title)
    if entry.filtered:
        dataset_choice.draw()
        filter_bar.draw(store.projects(), store.vocabulary())
    else:
        filter_bar.draw_idle()
    top.draw(entry)
    page.run()
    footer.draw(store.edition())
    store.search_index()  # made while the first visitor reads the first page
    memory.settle()
