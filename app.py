"""Set-up and navigation. What a page shows is in its own file, run last by the menu."""

from components import address, boundary, dataset_choice, filters, footer, navigation, page_environment, page_top, store

page_environment.set_up()
with boundary.in_french():
    address.follow(store.vocabulary)
    entry, page = navigation.menu()
    page_environment.name_page(entry.title)
    if entry.filtered:
        dataset_choice.draw()
        filters.draw(store.projects(), store.vocabulary())
    else:
        filters.draw_idle()
    page_top.draw(entry)
    page.run()
    footer.draw(store.edition())
    store.search_index()  # made while the first visitor reads the first page
    page_environment.settle_memory()
