#!/usr/bin/env bash
# Speaks as the CLI does at its edges, and copies the file COPY in the middle: it answers control requests, and each
# prompt with the lines of that file.
session=00000000-0000-4000-8000-000000000000
while IFS= read -r line; do
  if [[ $line =~ \"request_id\":\"([^\"]+)\" ]]; then
    printf '{"type":"control_response","response":{"subtype":"success","request_id":"%s","response":{"claude_code_version":"2.1.330","commands":[],"models":[]}}}\n' "${BASH_REMATCH[1]}"
  elif [[ $line =~ \"type\":\"user\" ]]; then
    prompt=
    [[ $line =~ \"uuid\":\"([^\"]+)\" ]] && prompt=${BASH_REMATCH[1]}
    printf '{"type":"command_lifecycle","command_uuid":"%s","state":"started"}\n' "$prompt"
    printf '{"type":"system","subtype":"init","session_id":"%s","tools":[],"mcp_servers":[],"model":"none","cwd":"/"}\n' "$session"
    cat "$COPY"
    printf '{"type":"result","subtype":"success","is_error":false,"result":"ok","session_id":"%s","user_message_uuids":["%s"]}\n' "$session" "$prompt"
  fi
done
