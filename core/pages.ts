export interface Page<Item> {
  readonly items: readonly Item[];
  /** Key to go on after; absent when this was the last page. */
  readonly next?: string;
}

export interface PageQuery {
  readonly limit: number;
  readonly after?: string;
}
