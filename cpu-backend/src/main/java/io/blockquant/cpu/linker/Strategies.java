package io.blockquant.cpu.linker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Knows the records that a template is made of, and which of them a call reaches. */
final class Strategies {
  private final Record template;
  private final Map<Class<?>, Record> byClass = new LinkedHashMap<>();

  Strategies(Record template) {
    this.template = template;
    collect(template);
  }

  private void collect(Record record) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      if (component(record, component.getName()) instanceof Record strategy) {
        Record other = byClass.putIfAbsent(strategy.getClass(), strategy);
        if (other != null && !other.equals(strategy)) {
          throw new IllegalArgumentException(
              "%s has two strategies of one class: %s and %s".formatted(template, other, strategy));
        }
        collect(strategy);
      }
    }
  }

  /** Return the one record that is of a class or implements an interface. */
  Record of(Class<?> type) {
    if (type == template.getClass()) {
      return template;
    }
    Record found = null;
    for (Record strategy : byClass.values()) {
      if (type.isInstance(strategy)) {
        if (found != null) {
          throw new IllegalArgumentException(
              "%s has two strategies that are %s".formatted(template, type.getName()));
        }
        found = strategy;
      }
    }
    if (found == null) {
      throw new IllegalArgumentException(
          "%s has no strategy that is %s".formatted(template, type.getName()));
    }
    return found;
  }

  /** Return the value of a component. */
  static Object component(Record record, String name) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      if (component.getName().equals(name)) {
        return value(record, component);
      }
    }
    throw new IllegalArgumentException(record.getClass().getName() + " has no component " + name);
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true); // a record of this module, whatever its package
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException("component " + component + " cannot be read", e);
    }
  }
}
