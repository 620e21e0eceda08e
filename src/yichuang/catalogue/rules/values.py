"""Values that stand in catalogue files and are compared with: data, never shown from here
and never translated."""

ON_THE_SPOT = "即办件"  # case_kind
CERTIFICATE = "证"  # result.kind
# Names of materials that a rule knows.
AUTHORISATION = "授权委托书"
ID_CARD = "居民身份证"
# In a material's note: a replacement is also seen in place of the original.
SEEN_BY_REPLACEMENT = "可代替出示"
