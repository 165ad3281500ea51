"""Captions in WebVTT, read as SubRip is: voice tags and blocks of settings are known to both."""

from .srt import read

__all__ = ["read"]
