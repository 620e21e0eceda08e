"""Values that stand in catalogue files and are compared with: data, never shown from here
and never translated."""

ON_THE_SPOT = "即办件"  # case_kind
CERTIFICATE = "证"  # result.kind
# Names of materials that a rule knows.
AUTHORISATION = "授权委托书"
ID_CARD = "居民身份证"
# In a material's note: a replacement is also seen in place of the original.
SEEN_BY_REPLACEMENT = "可代替出示"
# The applicant as `parties` of a catalogue names them.
APPLICANT = "申请人"
# The national kinds of government items, as lists write them (without a leading zero).
TASK_TYPES = {
    "1": "行政许可",
    "2": "行政处罚",
    "3": "行政强制",
    "4": "行政征收",
    "5": "行政给付",
    "6": "行政检查",
    "7": "行政确认",
    "8": "行政奖励",
    "9": "行政裁决",
    "10": "其他行政权力",
    "20": "公共服务",
}
# A theme that is none.
UNSORTED = "未分类"
