package io.blockquant.cpu.tiling;

/** Walk over tiles in order. Reusable and allocation-free. Not thread-safe. */
public final class TileCursor {
  private Tiles tiles = Tiles.of(Tiling.EMPTY, 1, 1, 1);
  private long matrix;
  private long band;
  private long floor;
  private long strip;
  private long left;
  private long row;
  private long column;
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
    row = band * tiles.blockRows() + floor * tiles.tileRows();
    rows = Math.min(tiles.tileRows(), bandEnd - row);
    if (tiles.stripsPerSpan() == 1) {
      column = strip * tiles.fullColumns();
      columns = Math.min(tiles.fullColumns(), tiles.columns() - column);
    } else {
      long span = strip / tiles.stripsPerSpan();
      long spanEnd = Math.min((span + 1) * tiles.spanColumns(), tiles.columns());
      column = span * tiles.spanColumns() + strip % tiles.stripsPerSpan() * tiles.fullColumns();
      columns = Math.min(tiles.fullColumns(), spanEnd - column);
    }
  }

  /** Return the index of the tile's first element. */
  public long start() {
    return (matrix * tiles.rows() + row) * tiles.columns() + column;
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
    return (matrix * tiles.bands() + band) * tiles.blocksPerRow() + column / tiles.blockColumns();
  }

  /** Return the number of blocks of the tile. */
  public int blocks() {
    return (int) Math.ceilDiv(columns, tiles.blockColumns());
  }
}
