"""Set-up and navigation. What a page shows is in its own file, run last by the menu."""

import streamlit as st

from components.frame import alone, boundary, dataset_choice, footer, memory, tab_title, top
from components.levels import filter_bar
from components.meeting import pins
from components.visit import address, embedding, navigation, own_table, page_environment, turn
from components.visit.visit import Visit

page_environment.set_up()
with boundary.in_french():
    notice = st.empty()
    own_table.settle(notice)
    with turn.taken(notice):
        pins.arrive()
        embedding.arrive()
        if not navigation.leaving():
            address.follow(lambda dataset: dataset_choice.read(Visit.current().showing(dataset), notice).vocabulary())
        entry, page = navigation.menu()
        page_environment.listen()
        visit = Visit.current()
        page_environment.name_page(tab_title.parts(entry, visit), folded=entry.folded or not entry.filtered)
        if entry.filtered:
            dataset_choice.draw()
            filter_bar.draw()
        else:
            filter_bar.draw_idle()
        if figure := embedding.figure():
            alone.draw(page, figure)
        else:
            top.draw(entry)
            page.run()
        footer.draw(visit.edition())
        visit.search_index()  # made while the first visitor reads the first page
        memory.settle()
