/** Ways out of a page that a script in it has. */
export const WAYS = [
  'a link',
  'a link in a new window',
  'a new address',
  'a form',
  'window.open',
  'a frame',
] as const;

/**
 * Tries one way to an address. Runs in the page, so it names nothing outside of itself. `blob:` alone stands for an
 * address made there. What comes to run, or is read, sets `leaked`.
 */
export async function tryWay([to, by]: readonly [string, (typeof WAYS)[number]]): Promise<void> {
  const target =
    to === 'blob:'
      ? URL.createObjectURL(new Blob(['<script>globalThis.leaked=1</script>'], { type: 'text/html' }))
      : to;
  const add = <T extends HTMLElement>(element: T): T => {
    document.body.append(element);
    setTimeout(() => {
      element.remove();
    }, 20_000);
    return element;
  };
  const click = (where: string): void => {
    const link = document.createElement('a');
    link.href = target;
    link.target = where;
    add(link).click();
  };
  try {
    switch (by) {
      case 'a link':
        click('_self');
        break;
      case 'a link in a new window':
        click('_blank');
        break;
      case 'a new address':
        location.assign(target);
        break;
      case 'a form': {
        const form = document.createElement('form');
        form.action = target;
        add(form).submit();
        break;
      }
      case 'window.open':
        window.open(target);
        break;
      case 'a frame': {
        const frame = document.createElement('iframe');
        frame.src = target;
        add(frame);
        // A frame that stays empty is of our own page; it must not hold what the address carries.
        await new Promise((resolve) => setTimeout(resolve, 20));
        const inside = frame.contentWindow as unknown as { leaked?: number } | null;
        const text = ((): string => {
          try {
            return frame.contentDocument?.body.textContent ?? '';
          } catch {
            return '';
          }
        })();
        if (inside?.leaked !== undefined || text.includes('root:')) Object.assign(globalThis, { leaked: 1 });
      }
    }
  } catch {
    // Some are refused before anything is tried, which is as good.
  }
}
