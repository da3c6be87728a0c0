package io.blockquant.cpu.tiling;

/** Walk over tiles in order. Reusable and allocation-free. Not thread-safe. */
public final class TileCursor {
  private Tiles tiles = Tiles.of(Tiling.EMPTY, 1, 1, 1);
  private long matrix;
  private long band;
  private long floor;
  private long strip;
  private long left;
  private long start;
  private long block;
  private long rows;
  private long columns;

  /** Make a cursor that is at the end. */
  public TileCursor() {}

  /** Start before the tile {@code from}; the walk ends before {@code to}. */
  public void open(Tiles over, long from, long to) {
    tiles = over;
    left = to - from;
    if (left == 0) {
      return;
    }
    strip = from % over.strips() - 1;
    long rest = from / over.strips();
    floor = rest % over.floors();
    rest /= over.floors();
    band = rest % over.bands();
    matrix = rest / over.bands();
  }

  /** Step to the next tile that is not empty; {@code false} at the end. */
  public boolean next() {
    while (left > 0) {
      left--;
      advance();
      locate();
      if (rows > 0 && columns > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Return how far the first element of the next tile lies behind that of this one, if the walk
   * goes on in the same rows and both tiles are full; 0 otherwise.
   */
  public long ahead() {
    boolean goesOn = left > 0 && strip + 2 < tiles.strips() && tiles.stripsPerSpan() == 1;
    return goesOn ? tiles.fullColumns() : 0;
  }

  private void advance() {
    strip++;
    if (strip < tiles.strips()) {
      return;
    }
    strip = 0;
    floor++;
    if (floor < tiles.floors()) {
      return;
    }
    floor = 0;
    band++;
    if (band == tiles.bands()) {
      band = 0;
      matrix++;
    }
  }

  private void locate() {
    long bandEnd = Math.min((band + 1) * tiles.blockRows(), tiles.rows());
    long row = band * tiles.blockRows() + floor * tiles.tileRows();
    long column;
    rows = Math.min(tiles.tileRows(), bandEnd - row);
    if (tiles.stripsPerSpan() == 1) {
      column = strip * tiles.fullColumns();
      columns = Math.min(tiles.fullColumns(), tiles.columns() - column);
      block = strip * tiles.blocksPerTile();
    } else {
      long span = strip / tiles.stripsPerSpan();
      long spanEnd = Math.min((span + 1) * tiles.spanColumns(), tiles.columns());
      column = span * tiles.spanColumns() + strip % tiles.stripsPerSpan() * tiles.fullColumns();
      columns = Math.min(tiles.fullColumns(), spanEnd - column);
      block = span;
    }
    block += (matrix * tiles.bands() + band) * tiles.blocksPerRow();
    start = (matrix * tiles.rows() + row) * tiles.columns() + column;
  }

  /** Return the index of the tile's first element. */
  public long start() {
    return start;
  }

  /** Return the rows of the tile. */
  public int rows() {
    return (int) rows;
  }

  /** Return the columns of the tile. */
  public int columns() {
    return (int) columns;
  }

  /** Return the first block of the tile, or the one that it lies in. */
  public long block() {
    return block;
  }

  /** Return the number of blocks of the tile. */
  public int blocks() {
    boolean isFull = columns == tiles.fullColumns();
    return (int) (isFull ? tiles.blocksPerTile() : Math.ceilDiv(columns, tiles.blockColumns()));
  }
}
