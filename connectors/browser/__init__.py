"""A real browser for sites that have no interface for programs: the one place that speaks Playwright.

Nothing here is imported before it is used, and nothing here knows a site: what a site looks like is data (sites.py).
"""
