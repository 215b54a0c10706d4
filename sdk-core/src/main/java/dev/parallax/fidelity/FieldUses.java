package dev.parallax.fidelity;

import dev.parallax.model.Application;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Walks through an application and collects the fields that have a value, defaults too, with the paths that people write. */
final class FieldUses {
    /** Asked for with every value of an application. */
    private static final ClassValue<Optional<Class<?>>> MODEL_TYPES = new ClassValue<>() {
        @Override
        protected Optional<Class<?>> computeValue(Class<?> type) {
            return findModelType(type);
        }
    };

    private final List<FieldUse> uses = new ArrayList<>();

    private FieldUses() {}

    static List<FieldUse> of(Application application) {
        FieldUses walk = new FieldUses();
        walk.object(Application.class, application, "", List.of());
        return walk.uses;
    }

    private void object(Class<?> type, Object object, String path, List<Object> around) {
        List<Object> owners = new ArrayList<>(around);
        owners.add(object);
        for (Method accessor : ModelFields.accessors(type)) {
            WrittenNames.of(type, accessor.getName(), object)
                    .ifPresent(name -> value(
                            new ModelField(type, accessor.getName()),
                            read(accessor, object),
                            WrittenNames.join(path, name),
                            owners));
        }
    }

    private void value(ModelField field, Object value, String path, List<Object> owners) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(inside -> value(field, inside, path, owners));
        } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((name, each) -> value(field, each, WrittenNames.join(path, String.valueOf(name)), owners));
        } else if (value instanceof Collection<?> list && !list.isEmpty() && hasObjects(list)) {
            int index = 0;
            for (Object each : list) {
                value(field, each, path + "[" + index++ + "]", owners);
            }
        } else if (modelType(value).isPresent()) {
            object(modelType(value).get(), value, path, owners);
        } else if (!isEmpty(value)) {
            uses.add(new FieldUse(field, path, value, owners));
        }
    }

    private static boolean hasObjects(Collection<?> list) {
        return list.stream().anyMatch(each -> modelType(each).isPresent());
    }

    private static boolean isEmpty(Object value) {
        return (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof Collection<?> list && list.isEmpty());
    }

    /** The type of the model that a value is of: its own, or the one that its generated class implements. */
    private static Optional<Class<?>> modelType(Object value) {
        return MODEL_TYPES.get(value.getClass());
    }

    private static Optional<Class<?>> findModelType(Class<?> own) {
        if (ModelFields.isObject(own) && own.isRecord()) {
            return Optional.of(own);
        }
        for (Class<?> type : own.getInterfaces()) {
            if (ModelFields.isObject(type) && !type.isSealed()) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static Object read(Method accessor, Object object) {
        try {
            return accessor.invoke(object);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a value of the model that cannot be read: " + accessor, e);
        }
    }
}
