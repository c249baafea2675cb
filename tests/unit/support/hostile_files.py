"""Broken and hostile files, made here: what a visitor may bring that is no table, and what the refusal must say."""

import base64
import bz2
import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

Hostile = tuple[str, str, bytes, str]  # what it is, its name, its content, a part of the refusal

XML = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
VRT = b"<OGRVRTDataSource><OGRVRTLayer><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
LAUGHS = (
    "<!DOCTYPE x ["
    + '<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(9))
    + "]>"
)
# A workbook of Excel 97: code, nom, montant; 01004, Ambérieu-en-Bugey, 1234.5; 2A004, Ajaccio, 10.
_XLS = (
    "c-rk)O=uHA6#i!OADT3&sn7}~6s#IsNY#Uv8dK1oTB;XC1kKMPvCXc;^iU64tpP8B;7RdP=*3Ibi$CZ=Zytn-9t1&1^&~wNEO=<M"
    "zIoZywC2!&7M1yydGqGI`F3Xa&Ckxhoe!619(68Y0}jD~isgg5&L$}NYK0KUZ&^~U<z7mb!aoI{mjdZ_;d$VVN5)XbdjT3AI$x0l"
    "K2ti43m7pCJ-US$<UXW??85*_fqP^LqJw+Y#xlcl8_Ne=^99SpY`MvDfa;dTDa<EEVh8O}d{XOXUl8)XPnh$OE&XW6YdMOq+!EEg"
    "E+h-N)cD`&=yJAT78JK3-OvlE@iHP5z*#I?QQ%u`roN0S`_|e8$o_r3-P6E+TXO<au+H)TFCl;>hxAZ*b6Nf33WjBHIZ?%onbpZ{"
    "n0YefO{17HiY_4DACDgh1Ic{)Yaypk^yx<5;KVt7l6?D;<fGcj^QlZGXZqy=&J#YgZo&t6BD9dqqLuY9PlpgK=_~h_-VLWm6KB{m"
    "#fyA(E7&P}4+~c%gUCVlIM!s08GBh?<Gb!)y_02xo|5vO(RN!oI?Z*iv$u!Z+0S^N*j1<RCcU(H>}gl&OJWb{b3+T4B6A-SGw7zR"
    "DNB5LO`})zio16to+WCzu$PTbEIWQ#LcChY?z?60cdb~3pVctSYDvBwu~yRTcO}`P0b4NJVb>STmhbJdCQFjNc*DbNtpQtOw##N$"
    "BjdK&8na_^v)0=1SXQN_?<f3FP*6}%P*6}%P}l&$pRm;rb|)V_sz(Bk{a<I5QbqkH`EPL?CS653m>z*ac>$A6ji2psiQ2uyCONhL"
    "g%T&I^#aC_=6;MdJ$~s(C+eSP)5Os4n?lXDUumYFf4Kc0@M+a7"
)
XLS = zlib.decompress(base64.b85decode(_XLS))
MAGICS = {
    b"7z\xbc\xaf\x27\x1c\x00": "archive 7z",
    b"Rar!\x1a\x07\x00": "archive RAR",
    b"%PDF-1.7\n": "document PDF",
    b"{\\rtf1 texte}": "document RTF",
    b"SQLite format 3\x00": "GeoPackage",
    b"ARROW1\x00\x00": "fichier Arrow",
    b"\x89PNG\r\n\x1a\n": "une image",
    b"\xff\xd8\xff\xe0": "une image",
    b"GIF89a": "une image",
    b"\x00\x00\x27\x0a\x00\x00": "Shapefile",
    b"\x7fELF\x02\x01": "un programme",
    b"MZ\x90\x00\x03": "un programme",
    b"PARE" + b"\0" * 20: "octet nul",
    b"FEA1" + b"\0" * 20: "octet nul",
    b"ORC" + b"\0" * 20: "octet nul",
    b"\x28\xb5\x2f\xfd" + b"\0" * 20: "Remède",
    b"\xfd7zXZ\x00": "Remède",
    b"PK\x05\x06" + b"\0" * 18: "archive ZIP vide",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600: "document de l'ancien Office",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"): "mot de passe",
}


def archive(parts: dict[str, bytes | str]) -> bytes:
    """A zip file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


def xlsx(rows: list[list[object]], **changed: bytes | str) -> bytes:
    """A workbook of one sheet; `changed`: other contents of its parts, by name, and new parts."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as made:
        return archive({name: made.read(name) for name in made.namelist()} | changed)


def sheet(cells: str) -> bytes:
    """A workbook whose sheet holds this XML."""
    xml = f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return xlsx([["a"]], **{SHEET: xml})


def ods(rows: str) -> bytes:
    """An OpenDocument workbook of one sheet whose rows are this XML."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    content = (
        f"{XML}<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Feuille">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'{XML}<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_row(*cells: str, repeated: int = 1) -> str:
    """A row of text cells, repeated."""
    inner = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inner}</table:table-row>'


def parquet(columns: dict[str, object], **options: object) -> bytes:
    """A Parquet file of these columns."""
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, **options)
    return buffer.getvalue()


def geojson(*features: object, **members: object) -> bytes:
    """A collection of these features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members}).encode()


def feature(geometry: object, **properties: object) -> dict[str, object]:
    """A feature with this geometry."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(*coordinates: object) -> dict[str, object]:
    """A point."""
    return {"type": "Point", "coordinates": list(coordinates)}


def collection_of(geometry: object) -> dict[str, object]:
    """A collection of one geometry."""
    return {"type": "GeometryCollection", "geometries": [geometry]}


def nested_wkb(depth: int) -> bytes:
    """Collections of one collection: a reader that follows them exhausts its stack."""
    return struct.pack("<BII", 1, 7, 1) * depth + struct.pack("<BIdd", 1, 1, 0.0, 0.0)


def texts() -> Iterator[Hostile]:
    """Texts that are no table."""
    table = "code,nom\n01004,Ambérieu\n2A004,Ajaccio\n"
    yield "empty", "a.csv", b"", "vide"
    yield "blank", "a.csv", b" \n\r\n\t", "vide"
    yield "one byte", "a.csv", b"x", "n'est suivi d'aucune ligne"
    yield "header only", "a.csv", b"code,nom\n", "n'est suivi d'aucune ligne"
    yield "mark only", "a.csv", b"\xef\xbb\xbf", "vide"
    yield "UTF-16 mark only", "a.csv", b"\xff\xfe", "vide"
    yield "only separators", "a.csv", b";;;\n;;;\n", "vide"
    yield "null byte", "a.csv", b"a,b\n1,2\n3\x00,4\n", "ligne 3 : octet nul"
    yield "long row", "a.csv", b"a,b\n1,2,3\n4,5,6\n", "ligne 2 : 3 cases trouvées pour 2 colonnes"
    yield "10 MB on a line", "a.csv", b"a,b\n1," + b"x" * 10_000_000, "ligne 2 : une ligne dépasse"
    yield "2 M commas", "a.csv", b"," * 2_000_000, "ligne 1 : une ligne dépasse"
    yield "500 000 columns", "a.csv", b",".join([b"a"] * 499_999), "499999 colonnes"
    yield "201 columns", "a.csv", b",".join([b"a"] * 201) + b"\n", "201 colonnes"
    yield "long cell", "a.csv", b"a,b\n1,2\n3," + b"x" * 32_768 + b"\n", "ligne 3, colonne b : une case dépasse"
    yield "UTF-8 then a byte of no encoding", "a.csv", "a,b\n1,é\n2,".encode() + b"\x81\n", "n'est pas reconnu"
    for rank in range(1, 20):
        yield f"XLS cut at {5 * rank} %", "a.xls", XLS[: len(XLS) * rank // 20], "Remède"
    yield "long quoted cell", "a.csv", b'a,b\n1,"' + b"x\n" * 100_000 + b'"\n', "une case dépasse"
    yield "odd UTF-16", "a.csv", table.encode("utf-16")[:-1], "n'est plus de l'utf-16"
    yield "UTF-32", "a.csv", table.encode("utf-32"), "octet nul"
    yield "no encoding", "a.csv", b"a,b\n1,\x81\xfe\n", "encodage du texte n'est pas reconnu"
    yield "web page", "a.xls", b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "une page web"
    yield "marked web page", "a.csv", b"\xef\xbb\xbf\n <HTML><body>404</body></HTML>", "une page web"
    yield "VRT as GeoJSON", "a.geojson", VRT, "document XML"
    yield "VRT as CSV", "a.csv", VRT, "document XML"
    yield "laughs", "a.csv", f"{XML}{LAUGHS}<x>&j;</x>".encode(), "document XML"
    yield "gzip", "a.csv", gzip.compress(table.encode()), "compressé (gzip)"
    yield "bzip2", "a.csv", bz2.compress(table.encode()) + b"\0", "compressé (bzip2)"
    for magic, says in MAGICS.items():
        yield f"magic {magic[:8]!r}", "a.csv", magic + b"\0" * 10, says


def workbooks() -> Iterator[Hostile]:
    """Workbooks that abort, exhaust or deceive their readers."""
    sound = xlsx([["code", "nom"], ["01004", "Ambérieu"]])
    corners = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="XFD{0}"><v>1</v></c></row>'
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield "two corners", "a.xlsx", sheet(far), "ligne 1048576, colonne 16384"
    corner = f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{far}</sheetData></worksheet>'
    yield "far cell of another part", "a.xlsx", xlsx([["a"]], **{"xl/autre.bin": corner}), "ligne 1048576"
    unnumbered = "<row><c><v>1</v></c></row>" * 500_001
    yield "unnumbered rows", "a.xlsx", sheet(unnumbered), "ligne 500001"
    yield "3 000 wide rows", "a.xlsx", sheet("".join(corners.format(row) for row in range(1, 3_001))), "colonne 16384"
    yield "tall sheet", "a.xlsx", sheet('<row r="600000"><c r="A600000"><v>1</v></c></row>'), "ligne 600000"
    area = '<row r="1"><c r="A1"><v>1</v></c></row><row r="400000"><c r="GA400000"><v>1</v></c></row>'
    yield "large rectangle", "a.xlsx", sheet(area), "2500000 cases"
    huge = '<row r="1"><c r="A' + "9" * 5_000 + '"><v>1</v></c></row>'
    yield "endless row number", "a.xlsx", sheet(huge), "abîmé"
    yield "row that is no number", "a.xlsx", sheet('<row r="un"><c r="A1"><v>1</v></c></row>'), "abîmé"
    yield "zip bomb", "a.xlsx", xlsx([["a"]], **{SHEET: b"<x>" + b"a" * 40_000_000}), "40 Mo une fois décompressé"
    yield "lying size", "a.xlsx", _lying_size(), "abîmé"
    yield "many parts", "a.xlsx", xlsx([["a"]], **{f"xl/{rank}.xml": "<a/>" for rank in range(2_500)}), "parties"
    yield "archive inside", "a.xlsx", xlsx([["a"]], **{"xl/media/a.png": archive({"a": "a"})}), "contient une archive"
    laughs = f'{XML}{LAUGHS}<sst xmlns="{MAIN}"><si><t>&j;</t></si></sst>'
    outside = (
        f'{XML}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst xmlns="{MAIN}"><si><t>&a;</t></si></sst>'
    )
    squared = (
        f'{XML}<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><sst xmlns="{MAIN}"><si><t>{"&a;" * 5_000}</t></si></sst>'
    )
    for what, strings in (("laughs", laughs), ("outside entity", outside), ("squared entity", squared)):
        yield what, "a.xlsx", xlsx([["a"], ["b"]], **{"xl/sharedStrings.xml": strings}), "abîmé"
    yield (
        "encrypted part",
        "a.xlsx",
        sound.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
        "chiffré",
    )
    unknown = XML.replace("UTF-8", "UTF-88")
    yield "unknown encoding", "a.xlsx", xlsx([["a"]], **{SHEET: f"{unknown}<worksheet/>"}), "abîmé"
    yield "no sheet", "a.xlsx", archive({"xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}"/>'}), "Remède"
    yield "empty sheet", "a.xlsx", xlsx([]), "vide"
    yield "unfinished XML", "a.xlsx", xlsx([["a"]], **{SHEET: f'{XML}<worksheet xmlns="{MAIN}"><sheetData>'}), "abîmé"
    yield "XLSB", "a.xlsb", archive({"xl/workbook.bin": b"\x83\x01"}), "XLSB"
    yield "VRT in a zip", "a.geojson", archive({"a.vrt": VRT}), "archive ZIP"
    yield "CSV in a zip", "a.csv", archive({"a.csv": "a,b\n1,2\n"}), "archive ZIP"
    yield "tall ODS", "a.ods", ods(ods_row("a", repeated=1_000_000)), "ligne 1000000"
    wide = '<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="16384"/>'
    yield "wide ODS", "a.ods", ods(f"{wide}</table:table-row>"), "colonne 16384"
    yield "encrypted ODS", "a.ods", archive({"mimetype": "x", "content.xml": b"\x01\x02\x03" * 50}), "illisible"
    typed = '<table:table-cell office:value-type="float" office:value="1"/>'
    far = f'<table:table-row table:number-rows-repeated="600000"/><table:table-row>{typed}</table:table-row>'
    yield "far ODS", "a.ods", ods(far), "ligne 600001"
    yield "ODS that counts in words", "a.ods", ods('<table:table-row table:number-rows-repeated="un"/>'), "abîmé"
    yield "ODS with entities", "a.ods", _with_declaration(ods(ods_row("a", "b") * 2)), "abîmé"
    yield "sheet of another kind", "a.xlsx", xlsx([["a"]], **{SHEET: b"\0" * 1_000}), "Remède"
    for rank in range(1, 20):
        yield f"XLSX cut at {5 * rank} %", "a.xlsx", sound[: len(sound) * rank // 20], "Remède"


def columnar() -> Iterator[Hostile]:
    """Parquet files whose size says nothing of what they hold."""
    sound = parquet({"code": ["01004"] * 50, "n": list(range(50))}, compression="none", write_page_checksum=True)
    flipped = bytearray(sound)
    flipped[sound.index(b"01004")] ^= 1
    yield "flipped bit", "a.parquet", bytes(flipped), "abîmé"
    yield "201 columns", "a.parquet", parquet({f"c{rank}": [1] for rank in range(201)}), "201 colonnes"
    yield "2 M rows", "a.parquet", parquet({"n": pa.repeat(1, 2_000_000)}), "plus de 500000 lignes"
    yield "nested only", "a.parquet", parquet({"n": [[1], [2]]}), "aucune colonne simple"
    yield "binary only", "a.parquet", parquet({"n": [b"\0\1"]}), "aucune colonne simple"
    yield "no row", "a.parquet", parquet({"n": pa.array([], pa.int64())}), "aucune ligne"
    yield "long cell", "a.parquet", parquet({"n": ["a", "x" * 40_000]}), "ligne 2, colonne n : une case dépasse"
    long_texts = pa.DictionaryArray.from_arrays(pa.repeat(0, 400_000), ["x" * 1_000])
    yield "dictionary bomb", "a.parquet", parquet({"n": long_texts}), "200 Mo de texte"
    yield "text as Parquet", "a.parquet", b"PAR1 a,b\n1,2\n", "abîmé"
    for rank in range(1, 20):
        yield f"Parquet cut at {5 * rank} %", "a.parquet", sound[: len(sound) * rank // 20], "abîmé"


def points() -> Iterator[Hostile]:
    """GeoJSON documents that are no table of points."""
    sound = geojson(*[feature(point(2.5, 48.5 + rank / 100), nom=f"Lieu {rank}") for rank in range(20)])
    collection: object = point(1, 1)
    for _ in range(300):
        collection = collection_of(collection)
    square = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}
    yield "100 000 arrays", "a.geojson", b"[" * 100_000 + b"]" * 100_000, "20 niveaux"
    yield "open arrays", "a.geojson", b"[" * 1_000_000, "20 niveaux"
    yield "100 000 objects", "a.geojson", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "20 niveaux"
    yield "6 M arrays", "a.geojson", b"[" + b"[]," * 6_000_000 + b"[]]", "5000000 tableaux"
    yield "nested collections", "a.geojson", geojson(feature(collection)), "20 niveaux"
    yield "deep behind a quote", "a.geojson", b'{"\\"":' + b"[" * 50_000, "20 niveaux"
    yield "NaN", "a.geojson", geojson(feature(point(float("nan"), 1))), "infini ou indéfini"
    yield "infinity", "a.geojson", geojson(feature(point(1, float("inf")))), "infini ou indéfini"
    yield "1e400", "a.geojson", geojson(feature(point(1, 2))).replace(b"[1, 2]", b"[1e400, 2]"), "élément 1 n'a pas"
    yield "metres", "a.geojson", geojson(feature(point(652_381.2, 6_862_047.1))), "élément 1 n'a pas"
    yield "other system", "a.geojson", geojson(crs={"properties": {"name": "EPSG:2154"}}), "WGS 84"
    yield "absurd system", "a.geojson", geojson(crs=[1]), "WGS 84"
    yield "polygon", "a.geojson", geojson(feature(square)), "n'est pas un point (Polygon)"
    yield "mixed", "a.geojson", geojson(feature(point(1, 1)), feature(square)), "l'élément 2 n'est pas un point"
    yield "no feature", "a.geojson", geojson(), "aucun élément"
    yield "numbers as features", "a.geojson", geojson(1, 2), "n'est pas un élément"
    yield "features not a list", "a.geojson", b'{"type": "FeatureCollection", "features": {"a": 1}}', "aucun élément"
    yield "properties not an object", "a.geojson", geojson({"properties": [1], "geometry": None}), "pas un élément"
    yield "no coordinates", "a.geojson", geojson(feature({"type": "Point"})), "élément 1 n'a pas"
    yield "one coordinate", "a.geojson", geojson(feature(point(1))), "élément 1 n'a pas"
    yield "coordinates of text", "a.geojson", geojson(feature(point("a", "b"))), "élément 1 n'a pas"
    yield "null coordinates", "a.geojson", geojson(feature(point(None, None))), "élément 1 n'a pas"
    yield "empty point", "a.geojson", geojson(feature(point())), "élément 1 n'a pas"
    yield "nested coordinates", "a.geojson", geojson(feature(point([1, 2]))), "élément 1 n'a pas"
    yield "beyond the antimeridian", "a.geojson", geojson(feature(point(180.5, -21))), "élément 1 n'a pas"
    yield "1e308", "a.geojson", geojson(feature(point(1e308, 1))), "élément 1 n'a pas"
    yield (
        "points together",
        "a.geojson",
        geojson(feature({"type": "MultiPoint", "coordinates": [[1, 1]]})),
        "MultiPoint",
    )
    yield "line", "a.geojson", geojson(feature({"type": "LineString", "coordinates": [[1, 1], [2, 2]]})), "LineString"
    yield "shallow collection", "a.geojson", geojson(feature(collection_of(point(1, 1)))), "GeometryCollection"
    yield "feature alone", "a.geojson", json.dumps(feature(point(1, 1))).encode(), "collection"
    yield "point alone", "a.geojson", json.dumps(point(1, 1)).encode(), "collection"
    yield "topology", "a.json", b'{"type": "Topology", "objects": {}, "arcs": []}', "collection"
    yield "lines of JSON", "a.geojson", json.dumps(feature(point(1, 1))).encode() * 2, "JSON mal formé"
    yield "old Lambert", "a.geojson", geojson(crs={"properties": {"name": "urn:ogc:def:crs:EPSG::27572"}}), "WGS 84"
    yield "half a character", "a.geojson", geojson(feature(point(1, 1), nom="\ud800")), "colonne nom"
    yield "long property", "a.geojson", geojson(feature(point(1, 1), nom="x" * 40_000)), "colonne nom : une case"
    yield "UTF-16", "a.geojson", b"[" + "{}".encode("utf-16"), "UTF-8"
    yield "GDAL algorithm", "a.geojson", b'{"type": "gdal_streamed_alg", "command_line": "gdal vector"}', "collection"
    yield "array", "a.json", b"[1, 2, 3]", "collection"
    for rank in range(1, 20):
        yield f"GeoJSON cut at {5 * rank} %", "a.geojson", sound[: len(sound) * rank // 20], "JSON mal formé"


def _with_declaration(book: bytes) -> bytes:
    """An OpenDocument workbook that declares entities."""
    with zipfile.ZipFile(io.BytesIO(book)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(
        b"<office:document-content", f"{LAUGHS}<office:document-content".encode(), 1
    )
    return archive(parts)


def _lying_size() -> bytes:
    """A workbook whose directory says that a part of 5 MB has 100 bytes."""
    large = b"<x>" + b"a" * 5_000_000
    content = xlsx([["a"]], **{SHEET: large})
    return content.replace(struct.pack("<I", len(large)), struct.pack("<I", 100))
