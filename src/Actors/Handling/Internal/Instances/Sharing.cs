using System.Reflection;
using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Akka.Events.Handling.Internal.Instances;

/// <summary>
/// Whether an instance of an entity class may serve one key after another, found out by its class and by two instances of it: nothing that
/// one key does may be seen by the next. In doubt each key has an instance of its own.
/// </summary>
internal sealed class Sharing
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly EntityInstance _one;
    private readonly EntityInstance _other;
    private readonly List<Type> _classes = [];
    private readonly HashSet<(Module, int)> _written = [];

    private Sharing(EntityInstance one, EntityInstance other)
    {
        _one = one;
        _other = other;
        for (var type = one.Actor.GetType(); type is not null && type != one.Base; type = type.BaseType) _classes.Add(type);
    }

    /// <summary>Why each key needs an instance of its own; null where one may serve any.</summary>
    public static string? Obstacle(EntityInstance one, EntityInstance other) => new Sharing(one, other).Obstacle();

    private string? Obstacle()
    {
        if (_one.HasOwn || _other.HasOwn) return "its constructor makes children, or sets a receive timeout";
        if (_one.Functions.Count != _other.Functions.Count) return "its instances differ in what they handle";
        foreach (var type in _classes)
        {
            if (FieldWrites.OutsideConstructors(type) is not { } written) return $"the code of {type.Name} can't be read";
            _written.UnionWith(written);
        }
        return OfActor() ?? OfFields() ?? OfFunctions();
    }

    // It has messages, a mailbox or a life of its own.
    private string? OfActor()
    {
        var own = _classes[0].GetInterfaces().Except(_one.Base.GetInterfaces()).FirstOrDefault(i => i.Assembly == typeof(ActorBase).Assembly);
        if (own is not null) return $"it is {own.Name}";
        var overridden = _classes.SelectMany(type => type.GetMethods(Declared))
            .FirstOrDefault(method => method.IsVirtual && method.GetBaseDefinition().DeclaringType is { } declaring
                && declaring != typeof(object) && declaring.IsAssignableFrom(_one.Base));
        return overridden is null ? null : $"it overrides {overridden.Name}";
    }

    private string? OfFields()
    {
        foreach (var field in _classes.SelectMany(type => type.GetFields(Declared)))
        {
            if (CanChange(field)) return $"its field {field.Name} can change";
            if (!IsCommon(field, _one.Actor, _other.Actor)) return $"its field {field.Name} is another object in each instance";
        }
        return null;
    }

    private string? OfFunctions()
    {
        foreach (var (one, other) in _one.Functions.Zip(_other.Functions))
            foreach (var (part, otherPart) in one.GetInvocationList().Zip(other.GetInvocationList()))
                if (!IsCommonTarget(part.Target, otherPart.Target))
                    return $"a function that it registers holds variables of its own ({part.Method.Name})";
        return null;
    }

    // Others may write a field that they can reach; its own code is known.
    private bool CanChange(FieldInfo field) => !field.IsInitOnly && (!field.IsPrivate || _written.Contains(FieldWrites.Of(field)));

    private static bool IsCommon(FieldInfo field, object one, object other)
    {
        if (field.FieldType.IsValueType) return ImmutableTypes.Contain(field.FieldType);
        var (value, otherValue) = (field.GetValue(one), field.GetValue(other));
        if (ReferenceEquals(value, otherValue)) return true;
        return value is not null && otherValue is not null && ImmutableTypes.Contain(value.GetType()) && ImmutableTypes.Contain(otherValue.GetType());
    }

    // A lambda's variables lie in an object that the compiler has thought up: they must be as good as fields.
    private bool IsCommonTarget(object? one, object? other)
    {
        if (ReferenceEquals(one, other) || (ReferenceEquals(one, _one.Actor) && ReferenceEquals(other, _other.Actor))) return true;
        if (one is null || other is null || one.GetType() != other.GetType()) return false;
        var type = one.GetType();
        if (!type.IsDefined(typeof(CompilerGeneratedAttribute)) || !IsNestedInClass(type)) return false;
        foreach (var field in type.GetFields(Declared))
        {
            if (!field.IsInitOnly && _written.Contains(FieldWrites.Of(field))) return false;
            if (field.FieldType.IsValueType ? !ImmutableTypes.Contain(field.FieldType)
                : !IsCommon(field, one, other) && !IsCommonTarget(field.GetValue(one), field.GetValue(other))) return false;
        }
        return true;
    }

    private bool IsNestedInClass(Type type)
    {
        for (var outer = type.DeclaringType; outer is not null; outer = outer.DeclaringType)
            if (_classes.Exists(c => (c.IsGenericType ? c.GetGenericTypeDefinition() : c) == outer))
                return true;
        return false;
    }
}
