"""Events of documents."""

from yichuang.kit.events import declare

ISSUED = declare("document.issued", "出具了文书")
VOIDED = declare("document.voided", "文书作废")
READ = declare("document.read", "看了一份有姓名的文书")
TYPESET = declare("document.typeset", "文书排成了 PDF")
