from yichuang.kit.events import declare

TOKEN_MADE = declare("token.made", "为一个账号生成了访问令牌")
