/** The same answer to the same text, thought out once: a grid has many queues and few different strings. */
export function memoised<Answer extends string | number | boolean>(
  think: (text: string) => Answer,
): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) known.set(text, (answer = think(text)));
    return answer;
  };
}
