package dev.parallax.fidelity;

import dev.parallax.model.Application;
import dev.parallax.model.ByteSize;
import dev.parallax.model.ComponentRef;
import dev.parallax.model.Cpu;
import dev.parallax.model.StatusRange;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The fields of the model, found in its types, so that none can be added and forgotten. */
public final class ModelFields {
    private static final Set<Class<?>> WRITTEN_AS_ONE =
            Set.of(ByteSize.class, ComponentRef.class, Cpu.class, StatusRange.class);

    /** They are looked up for every object of an application. */
    private static final ClassValue<List<Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return declaredAccessors(type);
        }
    };

    private static final SortedSet<ModelField> ALL = found();

    private ModelFields() {}

    /** Every field that holds a value of its own; fields that hold further objects are described by theirs. */
    public static SortedSet<ModelField> all() {
        return ALL;
    }

    private static SortedSet<ModelField> found() {
        SortedSet<ModelField> fields = new TreeSet<>();
        collect(Application.class, fields, new TreeSet<>(Comparator.comparing(Class::getName)));
        return Collections.unmodifiableSortedSet(fields);
    }

    private static void collect(Class<?> type, SortedSet<ModelField> fields, Set<Class<?>> seen) {
        if (!seen.add(type)) {
            return;
        }
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(each -> collect(each, fields, seen));
            return;
        }
        for (Method accessor : accessors(type)) {
            List<Class<?>> inside = objects(accessor.getGenericReturnType());
            if (inside.isEmpty()) {
                fields.add(new ModelField(type, accessor.getName()));
            }
            inside.forEach(each -> collect(each, fields, seen));
        }
    }

    /** The accessors of a type of the model, by name. */
    static List<Method> accessors(Class<?> type) {
        return ACCESSORS.get(type);
    }

    private static List<Method> declaredAccessors(Class<?> type) {
        if (type.isRecord()) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .toList();
        }
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** Whether a value has fields of the model's own, rather than being written as one text, number or word. */
    static boolean isObject(Class<?> type) {
        return type.getPackageName().equals(Application.class.getPackageName())
                && !type.isEnum()
                && !WRITTEN_AS_ONE.contains(type);
    }

    private static List<Class<?>> objects(Type type) {
        List<Class<?>> found = new ArrayList<>();
        if (type instanceof Class<?> plain && isObject(plain)) {
            found.add(plain);
        } else if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                found.addAll(objects(argument));
            }
        }
        return found;
    }
}
