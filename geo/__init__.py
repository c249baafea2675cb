"""Geometry: reference geography, perimeters, coverages, contours, classes. Knows neither Streamlit nor projects."""
