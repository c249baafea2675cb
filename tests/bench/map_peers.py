"""The same map drawn in several ways: the page that `bench_map` visits, `?carte=<one of DRAWINGS>`.

Every way shows the share of projects in small communes, by territory, with borders and with name and value on hover.
One button deals the values to other territories, at random: no state comes twice, so none is found in a cache.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any
from zlib import crc32

import altair as alt
import numpy as np
import pandas as pd
import pydeck
import shapely
import streamlit as st

from components.frame import memory
from components.look import palette
from components.maps import level_map
from components.visit import page_environment
from components.visit.visit import Visit
from data.editions.registry import STATIC_FOLDER
from data.places.levels import View
from data.query.selection import Selection
from geo.classes import NO_DATA, classify

SELECTION = Selection(measure="part_petites_communes")
HEIGHT = 560
CENTRE = (46.4, -0.3)


def draw() -> None:
    """The page: a button, then the map."""
    visit = Visit.current()
    way = st.query_params.get("carte", "atlas")
    st.set_page_config(layout="wide")
    turn = st.session_state.setdefault("turn", 0)
    if st.button("Changer"):
        turn = st.session_state["turn"] = turn + 1
    table = View.of(visit.projects(), visit.places(), SELECTION).table
    dealt = table.iloc[np.random.default_rng(turn).permutation(len(table))].set_axis(table.index)
    dealt["nom"] = table["nom"]
    if way == "atlas":
        page_environment.listen()  # with the script of maps
        level_map.of(dealt, SELECTION).draw()
    else:
        DRAWINGS[way](dealt["valeur"].to_numpy(dtype=np.float64))
    memory.settle()  # as the application does


@cache
def _static(column: str, key: str) -> dict[str, Any]:
    """A contour file of the map, as other ways must send it."""
    path = STATIC_FOLDER / Visit.current().contours().at[key, column]
    return json.loads(path.read_text(encoding="utf-8"))


def simplified() -> tuple[dict[str, Any], dict[str, Any]]:
    """Territories and borders of départements, simplified and rounded as in our own files."""
    return _static("polygones", "territoires-2"), _static("lignes", "departements")


@cache
def real() -> tuple[dict[str, Any], dict[str, Any]]:
    """The same at full precision, as geopandas gives them."""
    edition = Visit.current().edition()
    territoires = edition.geotable("territoires", ["phase", "nom"])
    places = territoires.loc[territoires["phase"] == 2, ["nom", "geometry"]].reset_index(drop=True)
    lines = edition.geotable("departements", ["code_departement"]).boundary
    return json.loads(places.assign(i=places.index).to_json()), json.loads(lines.to_json())


def colours(values: np.ndarray) -> list[str]:
    """One colour per place, the same for every way."""
    cut = classify(values)
    scale = palette.sequential(len(cut.counts))
    return [palette.NO_DATA if code == NO_DATA else scale[code] for code in cut.codes]


def filled(places: dict[str, Any], values: np.ndarray) -> dict[str, Any]:
    """The places with their value and colour."""
    rows = zip(places["features"], values, colours(values), strict=True)
    features = [
        feature | {"properties": feature["properties"] | {"valeur": f"{value:.1f}", "couleur": colour}}
        for feature, value, colour in rows
    ]
    return {"type": "FeatureCollection", "features": features}


def with_altair(values: np.ndarray) -> None:
    places, lines = simplified()
    features = filled(places, values)["features"]
    base = alt.Chart(alt.Data(values=features)).mark_geoshape(stroke="white", strokeWidth=0.8)
    areas = base.encode(
        color=alt.Color("properties.couleur:N", scale=None), tooltip=["properties.nom:N", "properties.valeur:N"]
    )
    outlines = alt.Chart(alt.Data(values=lines["features"])).mark_geoshape(
        filled=False, stroke=palette.OUTER_LINE, strokeWidth=0.6
    )
    st.altair_chart((areas + outlines).project("mercator").properties(height=HEIGHT), key="map")


def with_pydeck(values: np.ndarray) -> None:
    places, lines = simplified()
    data = filled(places, values)
    for feature in data["features"]:
        feature["properties"]["rgb"] = palette.rgb(feature["properties"]["couleur"])
    areas = pydeck.Layer(
        "GeoJsonLayer",
        data=data,
        id="areas",
        get_fill_color="properties.rgb",
        get_line_color=[255, 255, 255],
        line_width_min_pixels=0.9,
        pickable=True,
    )
    _draw_deck(areas, lines, {"html": "{nom}<br>{valeur}"})


def _draw_deck(areas: pydeck.Layer, lines: dict[str, Any] | str, tooltip: dict[str, str]) -> None:
    outlines = pydeck.Layer(
        "GeoJsonLayer", data=lines, id="lines", get_line_color=[107, 111, 113], line_width_min_pixels=0.6
    )
    view = pydeck.ViewState(latitude=CENTRE[0], longitude=CENTRE[1], zoom=4.7)
    deck = pydeck.Deck([areas, outlines], initial_view_state=view, map_provider=None, tooltip=tooltip)
    st.pydeck_chart(deck, height=HEIGHT, key="map")


def _with_plotly(contours: tuple[dict[str, Any], dict[str, Any]], values: np.ndarray) -> None:
    from plotly import graph_objects as go  # the tests run our own way without it

    places, lines = contours
    longitudes, latitudes = _paths(lines)
    names = [feature["properties"]["nom"] for feature in places["features"]]
    areas = go.Choropleth(
        geojson=places,
        featureidkey="properties.i",
        locations=np.arange(len(values)),
        z=np.nan_to_num(values, nan=-1),
        text=names,
        colorscale=[[0, palette.NO_DATA], *zip(np.linspace(0.01, 1, 7), palette.SEQUENTIAL, strict=True)],
        marker={"line": {"color": "white", "width": 0.9}},
        showscale=False,
    )
    outlines = go.Scattergeo(
        lon=longitudes, lat=latitudes, mode="lines", line={"color": palette.OUTER_LINE, "width": 0.6}, hoverinfo="skip"
    )
    figure = go.Figure([areas, outlines])
    figure.update_geos(visible=False, projection_type="mercator", lonaxis_range=[-10.5, 10], lataxis_range=[41, 51.5])
    figure.update_layout(height=HEIGHT, margin={"l": 0, "r": 0, "t": 0, "b": 0})
    st.plotly_chart(figure, key="map")


def _paths(lines: dict[str, Any]) -> tuple[list[float | None], list[float | None]]:
    longitudes: list[float | None] = []
    latitudes: list[float | None] = []
    for feature in lines["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        for part in shapely.get_parts(shape):
            x, y = shapely.get_coordinates(part).T.tolist()
            longitudes += [*x, None]
            latitudes += [*y, None]
    return longitudes, latitudes


def _with_folium(contours: tuple[dict[str, Any], dict[str, Any]], values: np.ndarray) -> None:
    import folium  # the tests run our own way without it
    from streamlit_folium import st_folium

    places, lines = contours
    folium_map = folium.Map(location=CENTRE, zoom_start=6, tiles=None)
    folium.GeoJson(
        filled(places, values),
        style_function=lambda feature: {
            "fillColor": feature["properties"]["couleur"],
            "fillOpacity": 1,
            "color": "white",
            "weight": 0.9,
        },
        tooltip=folium.GeoJsonTooltip(["nom", "valeur"], labels=False),
    ).add_to(folium_map)
    folium.GeoJson(lines, style_function=lambda _: {"color": palette.OUTER_LINE, "weight": 0.6, "fill": False}).add_to(
        folium_map
    )
    st_folium(folium_map, height=HEIGHT, use_container_width=True, returned_objects=[], key="map")


def _address(column: str, key: str) -> str:
    """Where the browser finds a contour file, which it then keeps."""
    return f"/app/static/{STATIC_FOLDER.name}/{Visit.current().contours().at[key, column]}"


def _addresses() -> tuple[str, str]:
    """Those of `simplified`."""
    return _address("polygones", "territoires-2"), _address("lignes", "departements")


def with_altair_by_address(values: np.ndarray) -> None:
    places, lines = (alt.Data(url=each, format={"type": "json", "property": "features"}) for each in _addresses())
    told = pd.DataFrame({"i": range(len(values)), "valeur": values.round(1), "couleur": colours(values)})
    base = alt.Chart(places).mark_geoshape(stroke="white", strokeWidth=0.8)
    areas = base.transform_lookup("properties.i", alt.LookupData(told, "i", ["valeur", "couleur"])).encode(
        color=alt.Color("couleur:N", scale=None), tooltip=["properties.nom:N", "valeur:N"]
    )
    outlines = alt.Chart(lines).mark_geoshape(filled=False, stroke=palette.OUTER_LINE, strokeWidth=0.6)
    st.altair_chart((areas + outlines).project("mercator").properties(height=HEIGHT), key="map")


def with_pydeck_by_address(values: np.ndarray) -> None:
    places, lines = _addresses()
    table = json.dumps([palette.rgb(each) for each in colours(values)])
    areas = pydeck.Layer(
        "GeoJsonLayer",
        data=places,
        id="areas",
        # An expression: the browser alone has the places.
        get_fill_color=f"({table})[properties.i]",
        update_triggers={"getFillColor": crc32(table.encode())},  # deck.gl compares data, which is the same address
        get_line_color=[255, 255, 255],
        line_width_min_pixels=0.9,
        pickable=True,
    )
    _draw_deck(areas, lines, {"html": "{nom}"})


def with_plotly_by_address(values: np.ndarray) -> None:
    from plotly import graph_objects as go  # the tests run our own way without it

    places, lines = _addresses()
    areas = go.Choroplethmap(
        geojson=places,
        featureidkey="properties.i",
        locations=np.arange(len(values)),
        z=np.nan_to_num(values, nan=-1),
        colorscale=[[0, palette.NO_DATA], *zip(np.linspace(0.01, 1, 7), palette.SEQUENTIAL, strict=True)],
        marker={"line": {"color": "white", "width": 0.9}},
        showscale=False,
    )
    outlines = {"sourcetype": "geojson", "source": lines, "type": "line", "color": palette.OUTER_LINE}
    figure = go.Figure(areas)
    figure.update_layout(
        map={"style": "white-bg", "center": {"lat": CENTRE[0], "lon": CENTRE[1]}, "zoom": 4.3, "layers": [outlines]},
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )
    st.plotly_chart(figure, key="map")


DRAWINGS: dict[str, Callable[[np.ndarray], None]] = {
    "altair": with_altair,
    "pydeck": with_pydeck,
    "plotly": lambda values: _with_plotly(simplified(), values),
    "folium": lambda values: _with_folium(simplified(), values),
    "altair-adresse": with_altair_by_address,
    "pydeck-adresse": with_pydeck_by_address,
    "plotly-adresse": with_plotly_by_address,
    "plotly-reel": lambda values: _with_plotly(real(), values),
    "folium-reel": lambda values: _with_folium(real(), values),
}
