"""Families of variants: which members can win, and at which rates the winner switches, without listing them.

`hull` is the lower envelope with all numbers known, `choices` what holds choice by choice with symbols left
open, `question` puts the two together.
"""
