package io.blockquant.conformance.connection;

/** Name what a peer can break of the protocol; the text is what a vendor reads first. */
public enum Breach {
  /** The first bytes are no length of a header: text on stdout is what it usually is. */
  NOT_A_FRAME("what it sent is not a frame"),
  /** The header or the payload is longer than the limits of the protocol. */
  TOO_LONG("a frame is longer than the limits allow"),
  /** The stream ended inside a frame. */
  TRUNCATED("the stream ended inside a frame"),
  /** The header is not JSON in UTF-8, or is nested too deep. */
  NOT_JSON("a header is not JSON"),
  /** The header is JSON that the schema does not allow. */
  SCHEMA("a header does not fit its schema"),
  /** The reply is to another message. */
  WRONG_SEQ("a reply has another seq than the message"),
  /** The payload is not what the message needs. */
  WRONG_PAYLOAD("a payload has not the length that it must have"),
  /** There is no version of the protocol that both sides speak. */
  NO_COMMON_VERSION("no version of the protocol is common to both sides");

  private final String text;

  Breach(String text) {
    this.text = text;
  }

  /** Return it in words. */
  public String text() {
    return text;
  }
}
