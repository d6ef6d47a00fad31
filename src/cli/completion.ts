/** A command as its completion knows it. */
export interface Completable {
  /** `brokeroff schedule`. */
  readonly name: string;
  /** `--json`, … */
  readonly flags: readonly string[];
}

/**
 * A bash function that completes commands, their second words and their flags. zsh takes it too,
 * after `bashcompinit`.
 */
export function completionScript(commands: readonly Completable[]): string {
  const first = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''))];
  const cases = first.map((word) => {
    const second = commands.flatMap(({ name }) => (name.startsWith(`${word} `) ? [name.slice(word.length + 1)] : []));
    const flags = commands.find(({ name }) => name === word)?.flags ?? [];
    return `    ${word}) words="${[...second, ...flags].join(' ')}" ;;`;
  });
  const pairs = commands
    .filter(({ name }) => name.includes(' '))
    .map(({ name, flags }) => `    "${name}") words="${flags.join(' ')}" ;;`);
  return `_migrate() {
  local words="" first="\${COMP_WORDS[1]}" second="\${COMP_WORDS[2]}"
  if [ "$COMP_CWORD" -eq 1 ]; then words="${first.join(' ')} --help --version"
  else
    case "$first" in
${cases.join('\n')}
    esac
  fi
  if [ "$COMP_CWORD" -gt 2 ]; then
    case "$first $second" in
${pairs.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _migrate migrate`;
}
