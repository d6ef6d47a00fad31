/** The same answer to the same text, thought out once: a grid has many queues and few different strings. */
export function memoised<Answer extends string | boolean>(think: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const answer = known.get(text) ?? think(text);
    known.set(text, answer);
    return answer;
  };
}
