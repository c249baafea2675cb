"""Geometry: the reference geography, perimeters, coverages, contours, classes. Knows nothing of Streamlit or of projects."""
