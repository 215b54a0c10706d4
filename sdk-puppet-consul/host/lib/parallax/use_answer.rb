# frozen_string_literal: true

require_relative 'answer'
require_relative 'use'

module Parallax
  # Tells what each component of an application's replicas on this host takes, over some seconds.
  class UseAnswer < Answer
    private

    def tell_of(data, request)
      units = Units.of(data).select { |_, (key, _, _)| data['parallax::replicas'][key]['application'] == request.fetch('application') }
      groups = Units.show(units.keys).transform_values { |properties| properties['ControlGroup'].to_s }.reject { |_, group| group.empty? }
      before = groups.transform_values { |group| Use.cpu(group) }
      sleep(request.fetch('seconds'))
      units.slice(*groups.keys).each do |unit, (key, component, _)|
        tell([JSON.generate('replica' => data['parallax::replicas'][key]['replica'], 'component' => component,
                            **Use.between(before[unit], groups[unit]))])
      end
      {}
    end
  end
end
